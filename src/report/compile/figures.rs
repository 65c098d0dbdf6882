//! Measurements: a drawing, the numbers behind it, and where they come from.

use super::{
    super::{
        Align, Block, Cell, Chart, Column, Figure, Point, Row, Series, Table,
        typography::{decimal, enumeration, hold, running},
    },
    Compiler,
    missing::{GoalSpot, Spot},
    table::{column, row},
};
use crate::domain::{
    clock::long_date,
    facts::{GoalFacts, IndicatorFacts, Measurement},
};

impl Compiler<'_> {
    pub(super) fn figures(&self, item: &GoalFacts) -> Vec<Block> {
        let mut blocks: Vec<Block> =
            self.missing(&Spot::Goal(item.goal.number, GoalSpot::Figures)).into_iter().collect();
        for indicator in &item.indicators {
            match indicator.measurements.last() {
                None => {
                    let name = [("name", indicator.name.as_str())];
                    blocks.push(self.sentence(&self.definition.figures.empty, &name));
                }
                Some(last) => {
                    // One measurement shows no course; the table says it all.
                    if indicator.measurements.len() > 1 {
                        blocks.push(self.figure(indicator, last));
                    }
                    blocks.push(self.measurements(indicator));
                }
            }
        }
        blocks
    }

    fn figure(&self, indicator: &IndicatorFacts, last: &Measurement) -> Block {
        let words = &self.definition.figures;
        let (name, unit) = (indicator.name.as_str(), indicator.unit.as_str());
        let value = |value| decimal(value, indicator.decimals);
        let points: Vec<String> = indicator
            .measurements
            .iter()
            .map(|point| {
                let (value, day) = (value(point.value), long_date(point.date));
                self.say_with(&words.alt_point, &[("value", &value), ("day", &day)])
            })
            .collect();
        let points = enumeration(&points);
        let mut alt = self.say_with(&words.alt, &[("name", name), ("unit", unit), ("points", &points)]);
        if let Some((day, target)) = indicator.target {
            let (value, day) = (value(target), long_date(day));
            let target = self.say_with(&words.alt_target, &[("value", &value), ("day", &day)]);
            alt = format!("{alt} {target}");
        }
        let mut sources: Vec<&str> = Vec::new();
        for measurement in &indicator.measurements {
            if !sources.contains(&measurement.source.as_str()) {
                sources.push(&measurement.source);
            }
        }
        let (sources, day) = (sources.join("; "), long_date(last.date));
        let ministry = self.facts.short(&indicator.ministry);
        let source =
            self.say_with(&words.source, &[("sources", &sources), ("day", &day), ("ministry", ministry)]);
        let point = |point: &Measurement| Point { date: point.date, value: point.value };
        Block::Figure(Figure {
            caption: hold(&self.say_with(&words.caption, &[("name", name), ("unit", unit)])),
            alt: hold(&alt),
            chart: Chart::Series(Series {
                unit: indicator.unit.clone(),
                decimals: indicator.decimals,
                points: indicator.measurements.iter().map(point).collect(),
                target: indicator.target.map(|(date, value)| Point { date, value }),
            }),
            source: Some(hold(&source)),
        })
    }

    fn measurements(&self, indicator: &IndicatorFacts) -> Block {
        let words = &self.definition.figures;
        let line = |date, value, source: &str| -> Row {
            let value = decimal(value, indicator.decimals);
            row([Cell::plain(hold(&long_date(date))), Cell::plain(value), Cell::of(running(source))])
        };
        let mut rows: Vec<Row> =
            indicator.measurements.iter().map(|point| line(point.date, point.value, &point.source)).collect();
        let (baseline, target) = (self.say(&words.baseline), self.say(&words.target));
        let began = indicator.baseline.map(|(date, value)| line(date, value, &baseline));
        rows.splice(0..0, began);
        rows.extend(indicator.target.map(|(date, value)| line(date, value, &target)));
        let head = self.say_with(&words.value_head, &[("unit", &indicator.unit)]);
        let values = Column { head: hold(&head), width: 25, align: Align::End };
        let columns =
            vec![column(self.say(&words.date_head), 30), values, column(self.say(&words.source_head), 45)];
        let caption = hold(&self.say_with(&words.table_caption, &[("name", &indicator.name)]));
        Block::Table(Table { caption, columns, rows, row_heads: true, source: None })
    }
}
