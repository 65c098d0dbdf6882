//! A workbook that leaves, is filled in as another program would, and comes back.

use std::collections::BTreeMap;

use voortgang::{
    domain::contribution::Content,
    office::{self, Cell, Sheet},
    store,
    web::routes::{ConfirmPackage, Package, PackageFile},
};

use crate::{
    app::{Client, TestApp},
    page::Page,
    support::ROUND,
};

/// Columns of a sheet, from 0.
pub(crate) const STAND: u32 = 2;
pub(crate) const TEXT: u32 = 3;
pub(crate) const KEY: u32 = 5;

pub(crate) fn path() -> Package {
    Package { round: ROUND.into() }
}

pub(crate) async fn fetch(client: &Client, format: &str) -> Vec<u8> {
    client.get(PackageFile { round: ROUND.into(), format: format.into() }).await.expect(200).body
}

pub(crate) async fn send(client: &Client, name: &str, bytes: &[u8]) -> Page {
    client.upload(path(), &[], (name, bytes)).await
}

pub(crate) async fn preview(client: &Client) -> Page {
    client.get(path()).await.expect(200)
}

pub(crate) fn form() -> String {
    format!("form[action='{}']", ConfirmPackage { round: ROUND.into() })
}

/// Says yes to what the page shows.
pub(crate) async fn take(client: &Client) -> Page {
    let form = preview(client).await.form(&form()).set("doe", "overnemen");
    client.submit_and_follow(path(), &form).await.expect(200)
}

/// What the cells of a sheet say, by row and column from 0.
type Cells = BTreeMap<(u32, u32), String>;

/// A workbook as another program keeps it: sheets with cells, and nothing of how they looked.
pub(crate) struct Book(pub(crate) Vec<(String, Cells)>);

impl Book {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let sheets = office::read(bytes).expect("a workbook").1.into_iter().map(|sheet| {
            let cells = sheet
                .cells
                .keys()
                .map(|(row, column)| ((*row, *column), sheet.text(*row, *column).to_owned()));
            (sheet.name.clone(), cells.collect())
        });
        Self(sheets.collect())
    }

    pub(crate) fn cells(&mut self, goal: u32) -> &mut Cells {
        let name = format!("Doel {goal}");
        &mut self.0.iter_mut().find(|(known, _)| *known == name).expect("the sheet").1
    }

    /// The row that has a key.
    pub(crate) fn row(&mut self, goal: u32, key: &str) -> u32 {
        let cells = self.cells(goal);
        let found = cells.iter().find(|((_, column), text)| *column == KEY && *text == key);
        found.expect("a row with that key").0.0
    }

    pub(crate) fn set(&mut self, goal: u32, key: &str, column: u32, text: &str) {
        let row = self.row(goal, key);
        self.cells(goal).insert((row, column), text.to_owned());
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        office::xlsx(&self.workbook()).expect("a workbook")
    }

    /// The same in the open format.
    pub(crate) fn open_bytes(&self) -> Vec<u8> {
        office::ods(&self.workbook()).expect("a workbook")
    }

    fn workbook(&self) -> office::Workbook {
        let sheets = self.0.iter().map(|(name, cells)| {
            let last = cells.keys().map(|(row, _)| *row).max().unwrap_or_default();
            let row = |row| {
                (0..=KEY)
                    .map(move |column| cells.get(&(row, column)).cloned().map_or(Cell::Empty, Cell::Fixed))
            };
            let rows = (0..=last).map(|number| row(number).collect());
            Sheet { name: name.clone(), rows: rows.collect(), ..Sheet::default() }
        });
        office::Workbook { title: String::new(), sheets: sheets.collect() }
    }
}

pub(crate) async fn newest(app: &TestApp, ministry: &str, goal: u32) -> (u32, Content) {
    let contribution = app.listed(ministry, goal).await.contribution;
    let mut reader = app.installation.store.read().await.expect("a reader");
    let content = match contribution.revision {
        0 => Content::default(),
        number => {
            store::revisions::get(&mut reader, contribution.id, number).await.expect("a revision").content
        }
    };
    (contribution.revision, content)
}
