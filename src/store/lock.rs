//! One process at a time: a lock on a file beside the thing itself, which the system lets go when the process ends,
//! however it ends.

use std::{
    fs::{File, TryLockError},
    io,
    path::{Path, PathBuf},
};

/// Held as long as it lives.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock of a file or folder; `None` when another process has it.
    ///
    /// # Errors
    /// When the lock's file cannot be made.
    pub fn take(of: &Path) -> io::Result<Option<Self>> {
        let file = File::options().create(true).truncate(false).write(true).open(beside(of))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

/// "voortgang.sqlite.lock". It stays when the lock is gone: removing it would let two hold it.
fn beside(of: &Path) -> PathBuf {
    let mut name = of.as_os_str().to_owned();
    name.push(".lock");
    name.into()
}
