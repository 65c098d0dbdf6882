//! Settings from a file, and `voortgang config check`.
//!
//! A setting has one name: `--base-url` as a flag, `VOORTGANG_BASE_URL` in the environment, `base-url` in the file. The
//! flag goes before the environment, and that before the file. What the file says takes the place of the defaults, so
//! nothing else needs to know that there is a file.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, anyhow, bail, ensure};
use clap::{Arg, ArgMatches, CommandFactory as _, FromArgMatches as _, Subcommand, parser::ValueSource};
use toml::de::{DeTable, DeValue};

use super::{Arguments, Command, say};

/// The variable that names the file.
pub(super) const VARIABLE: &str = "VOORTGANG_CONFIG";

/// The command whose settings they are.
const SERVE: &str = "serve";

#[derive(Debug, Subcommand)]
pub(super) enum ConfigCommand {
    /// Say which settings hold for `serve` and where each comes from; refuse what is unknown or wrong.
    Check,
}

impl ConfigCommand {
    /// `file` is where the settings are, when somewhere.
    pub(super) fn run(self, file: Option<&Path>) -> anyhow::Result<()> {
        match self {
            Self::Check => check(file),
        }
    }
}

/// Reads the command line, with the environment and the file behind it. Ends the program on a wrong line, and on a
/// question for help.
///
/// # Errors
/// When the file cannot be used; says where in it.
pub fn arguments() -> anyhow::Result<Arguments> {
    let given: Vec<OsString> = std::env::args_os().collect();
    let file = named(&given).as_deref().map(File::read).transpose()?;
    let matches = behind(Arguments::command(), file.as_ref()).get_matches_from(given);
    Ok(Arguments::from_arg_matches(&matches)?)
}

/// The file that is named before the command line is read in full.
fn named(given: &[OsString]) -> Option<PathBuf> {
    let mut given = given.iter().take_while(|one| *one != "--");
    while let Some(one) = given.next() {
        if one == "--config" {
            return given.next().map(PathBuf::from);
        }
        if let Some(path) = one.to_str().and_then(|one| one.strip_prefix("--config=")) {
            return Some(PathBuf::from(path));
        }
    }
    std::env::var_os(VARIABLE).filter(|path| !path.is_empty()).map(PathBuf::from)
}

/// Puts what the file says in the place of the defaults of every command but the demonstration, which is apart from any
/// installation.
fn behind(command: clap::Command, file: Option<&File>) -> clap::Command {
    let Some(file) = file else { return command };
    let command = command.mut_args(|arg| match arg.get_long().and_then(|name| file.settings.get(name)) {
        Some(setting) => arg.default_values(setting.values.clone()),
        None => arg,
    });
    command.mut_subcommands(|one| if one.get_name() == "demo" { one } else { behind(one, Some(file)) })
}

/// A file of settings.
struct File {
    path: PathBuf,
    settings: BTreeMap<String, Setting>,
}

struct Setting {
    values: Vec<String>,
    line: usize,
}

impl File {
    fn read(path: &Path) -> anyhow::Result<Self> {
        let text =
            std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let line = |at: usize| text[..at.min(text.len())].matches('\n').count() + 1;
        let wrong = |at: usize, what: &str| anyhow!("{}, line {}: {what}", path.display(), line(at));
        let table = DeTable::parse(&text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            wrong(at, &error.message().replace('\n', " "))
        })?;
        let known = known();
        let mut settings = BTreeMap::new();
        for (name, value) in table.get_ref() {
            let at = name.span().start;
            let key = name.get_ref().to_string();
            if !known.contains(&key) {
                let help = "`voortgang serve --help` has the names, without the dashes before them";
                return Err(wrong(at, &format!("there is no setting “{key}”; {help}")));
            }
            let values = if let DeValue::Array(all) = value.get_ref() {
                all.iter().map(|one| scalar(one.get_ref())).collect()
            } else {
                scalar(value.get_ref()).map(|one| vec![one])
            };
            let help = || {
                wrong(
                    at,
                    &format!("“{key}” is text, a whole number, a date, true or false, or a list of these"),
                )
            };
            settings.insert(key.clone(), Setting { values: values.ok_or_else(help)?, line: line(at) });
        }
        Ok(Self { path: path.to_owned(), settings })
    }
}

/// A value as it would be typed behind a flag.
fn scalar(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str().to_owned()),
        DeValue::Boolean(yes) => Some(yes.to_string()),
        DeValue::Datetime(day) => Some(day.to_string()),
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Array(_) | DeValue::Table(_) => None,
    }
}

/// The names that a file may hold: those of the flags of `serve`.
fn known() -> Vec<String> {
    let mut command = Arguments::command();
    command.build();
    let serve = command.find_subcommand(SERVE).into_iter().flat_map(clap::Command::get_arguments);
    serve.filter_map(setting).map(str::to_owned).collect()
}

/// The name of an argument that is a setting.
fn setting(arg: &Arg) -> Option<&str> {
    arg.get_long().filter(|name| !["help", "version", "config"].contains(name))
}

fn check(path: Option<&Path>) -> anyhow::Result<()> {
    let file = path.map(File::read).transpose()?;
    let mut command = behind(Arguments::command(), file.as_ref());
    let read = command.try_get_matches_from_mut(["voortgang", SERVE]);
    let matches = read.map_err(|error| {
        let said = error.to_string();
        let first = said.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
        anyhow!(first)
    })?;
    let arguments = Arguments::from_arg_matches(&matches)?;
    let Command::Serve(serve) = arguments.command else { bail!("these are no settings of `serve`") };
    serve.check()?;
    let within = matches.subcommand_matches(SERVE).context("no settings")?;
    let all = command.find_subcommand(SERVE).context("no settings")?.get_arguments();
    let mut lines = Vec::new();
    for arg in all {
        let Some(name) = setting(arg) else { continue };
        lines.push((name.to_owned(), values(within, arg), origin(within, arg, name, file.as_ref())));
    }
    lines.sort();
    ensure!(!lines.is_empty(), "there are no settings");
    for (name, values, origin) in lines {
        say(format!("{name} = {values}  ({origin})"));
    }
    Ok(())
}

/// What holds, as it would be typed.
fn values(matches: &ArgMatches, arg: &Arg) -> String {
    let raw = matches.get_raw(arg.get_id().as_str()).into_iter().flatten();
    let values: Vec<_> = raw.map(|one| one.to_string_lossy().into_owned()).collect();
    if values.is_empty() { "-".to_owned() } else { values.join(", ") }
}

/// Where it comes from.
fn origin(matches: &ArgMatches, arg: &Arg, name: &str, file: Option<&File>) -> String {
    let id = arg.get_id().as_str();
    let in_file = || file.and_then(|file| Some((file, file.settings.get(name)?)));
    match matches.value_source(id) {
        Some(ValueSource::EnvVariable) => {
            let variable = arg.get_env().map(|name| name.to_string_lossy().into_owned());
            format!("environment, {}", variable.unwrap_or_default())
        }
        Some(_) => in_file().map_or_else(
            || "default".to_owned(),
            |(file, setting)| format!("{}, line {}", file.path.display(), setting.line),
        ),
        None => "not set".to_owned(),
    }
}
