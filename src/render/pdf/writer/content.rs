//! A page of the model as a PDF content stream, in printpdf's operators.
//!
//! Glyphs are shown by their number in the whole face: a map beside each embedded font leads to the smaller
//! numbers of its subset. So pages are written at the same time, before anyone knows which glyphs all need.

use printpdf::{
    Color as Ink, DictItem, FontId, Line, LineDashPattern, LinePoint, Mm, Op, PaintMode, PdfDocument,
    PdfFontHandle, PdfPage, PdfSaveOptions, Point, Polygon, PolygonRing, Pt as Points, Rgb, TextMatrix,
    WindingOrder,
};

use super::super::document::Written;
use super::super::fonts::{FaceId, Fonts};
use super::super::page::{Color, Draw, Glyph, GlyphText, Item, Owner, PAGE_HEIGHT, Path, Pt, Step, TextRun};

/// Places for glyphs that were just seen.
const RECENT: usize = 256;

/// What holds at a point of the content stream.
struct Pen<'a> {
    fonts: &'a Fonts,
    ops: Vec<Op>,
    in_text: bool,
    /// Whether what is shown is read as something else.
    instead: bool,
    font: Option<(FaceId, Pt)>,
    fill: Option<Color>,
    stroke: Option<(Color, Pt)>,
    recent: [Option<((FaceId, u16), char)>; RECENT],
    page: Written,
}

/// Writes drawings as a content stream. Nothing in it depends on the rest of the document.
pub(crate) fn content(items: &[Item], fonts: &Fonts) -> Written {
    let mut pen = Pen {
        fonts,
        ops: Vec::with_capacity(items.len() * 4),
        in_text: false,
        instead: false,
        font: None,
        fill: None,
        stroke: None,
        recent: [None; RECENT],
        page: Written::default(),
    };
    let mut open: Option<Owner> = None;
    for item in items {
        if open != Some(item.owner) {
            pen.close(open);
            pen.open(item.owner);
            open = Some(item.owner);
        }
        match &item.draw {
            Draw::Text(run) => pen.text(run),
            Draw::Path(path) => pen.path(path),
        }
    }
    pen.close(open);
    let stream = serialize(pen.ops);
    Written { stream: super::deflate(&stream), ..pen.page }
}

/// printpdf turns operators into bytes; of its document only the content stream is taken.
fn serialize(ops: Vec<Op>) -> Vec<u8> {
    let mut document = PdfDocument::new("");
    document.pages.push(PdfPage::new(Mm(210.0), Mm(297.0), ops));
    // `TJ` with whole strings has no operator of its own in printpdf and goes through `Op::Unknown`.
    let options = PdfSaveOptions { secure: false, ..PdfSaveOptions::default() };
    let written = document.to_lopdf_document(&options, &mut Vec::new());
    let pages = written.get_pages();
    pages.values().next().map(|&page| written.get_page_content(page)).unwrap_or_default()
}

impl Pen<'_> {
    fn open(&mut self, owner: Owner) {
        let (tag, properties): (&str, Vec<(&str, DictItem)>) = match owner {
            Owner::Slot(slot) => {
                let number = i64::try_from(self.page.marks.len()).unwrap_or(i64::MAX);
                self.page.marks.push(slot);
                (slot.role.name(), vec![("MCID", DictItem::Int(number))])
            }
            Owner::Artifact => ("Artifact", vec![("Type", name("Layout"))]),
            Owner::Pagination => ("Artifact", vec![("Type", name("Pagination"))]),
        };
        self.begin(tag, properties);
    }

    fn begin(&mut self, tag: &str, properties: Vec<(&str, DictItem)>) {
        let map = properties.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        self.ops.push(Op::BeginMarkedContentWithProperties {
            tag: tag.to_owned(),
            properties: DictItem::Dict { map },
        });
    }

    fn close(&mut self, open: Option<Owner>) {
        self.text_mode(false);
        if open.is_some() {
            self.ops.push(Op::EndMarkedContent);
        }
    }

    fn text_mode(&mut self, wanted: bool) {
        if self.in_text != wanted {
            self.ops.push(if wanted { Op::StartTextSection } else { Op::EndTextSection });
            self.in_text = wanted;
        }
    }

    fn fill(&mut self, color: Color) {
        if self.fill != Some(color) {
            self.fill = Some(color);
            self.ops.push(Op::SetFillColor { col: ink(color) });
        }
    }

    fn text(&mut self, run: &TextRun) {
        if run.glyphs.is_empty() {
            return;
        }
        self.text_mode(true);
        if let Some(actual) = &run.actual {
            let text = DictItem::String { data: utf16(actual), literal: false };
            self.begin("Span", vec![("ActualText", text)]);
        }
        self.fill(run.color);
        if self.font != Some((run.face, run.size)) {
            self.font = Some((run.face, run.size));
            let font = PdfFontHandle::External(FontId(resource(run.face)));
            self.ops.push(Op::SetFont { font, size: Points(round(run.size)) });
        }
        let matrix = TextMatrix::Raw([1.0, 0.0, 0.0, 1.0, round(run.x), round(PAGE_HEIGHT - run.y)]);
        self.ops.push(Op::SetTextMatrix { matrix });
        let show = self.show(run);
        self.ops.push(Op::Unknown { key: "TJ".to_owned(), value: vec![DictItem::Array(show)] });
        self.instead |= run.actual.is_some();
        if self.instead && !run.goes_on {
            self.ops.push(Op::EndMarkedContent);
            self.instead = false;
        }
    }

    /// Glyph numbers, with the differences between the font's widths and where shaping put the next glyph.
    fn show(&mut self, run: &TextRun) -> Vec<DictItem> {
        let widths = &self.fonts.face(run.face).measures.widths;
        let mut show = Vec::new();
        let mut string = Vec::with_capacity(run.glyphs.len() * 2);
        let mut off = 0.0_f32;
        for Glyph { id, advance, text } in &run.glyphs {
            if off.abs() >= 1.0 {
                let whole = off.round();
                if !string.is_empty() {
                    show.push(DictItem::String { data: std::mem::take(&mut string), literal: true });
                }
                show.push(DictItem::Real(-whole));
                off -= whole;
            }
            string.extend(id.to_be_bytes());
            let width = widths.get(usize::from(*id)).copied().unwrap_or_default();
            off += advance * 1000.0 / run.size - f32::from(width);
            self.remember((run.face, *id), text);
        }
        show.push(DictItem::String { data: string, literal: true });
        show
    }

    /// A glyph that reads as different things on a page keeps the shortest, then the first by code.
    fn remember(&mut self, glyph: (FaceId, u16), text: &GlyphText) {
        // Nearly every glyph was just seen; the map is for the few that were not.
        let recent = &mut self.recent[usize::from(glyph.1) % RECENT];
        if let (GlyphText::Char(character), Some(seen)) = (text, &recent)
            && *seen == (glyph, *character)
        {
            return;
        }
        if let GlyphText::Char(character) = text {
            *recent = Some((glyph, *character));
        }
        match self.page.used.get_mut(&glyph) {
            Some(known) if better(text, known) => *known = text.clone(),
            Some(_) => {}
            None => {
                self.page.used.insert(glyph, text.clone());
            }
        }
    }

    fn path(&mut self, path: &Path) {
        self.text_mode(false);
        if let Some(color) = path.fill {
            self.fill(color);
        }
        if let Some((color, width)) = path.stroke
            && self.stroke != Some((color, width))
        {
            self.stroke = Some((color, width));
            self.ops.push(Op::SetOutlineColor { col: ink(color) });
            self.ops.push(Op::SetOutlineThickness { pt: Points(round(width)) });
        }
        if let Some((dash, gap)) = path.dash {
            self.ops.push(Op::SetLineDashPattern { dash: LineDashPattern::new(0.0, &[dash, gap]) });
        }
        let points = points(&path.steps);
        let closed = path.steps.last() == Some(&Step::Close);
        self.ops.push(match (path.fill.is_some(), path.stroke.is_some()) {
            (false, _) => Op::DrawLine { line: Line { points, is_closed: closed } },
            (true, stroked) => Op::DrawPolygon {
                polygon: Polygon {
                    rings: vec![PolygonRing { points }],
                    mode: if stroked { PaintMode::FillStroke } else { PaintMode::Fill },
                    winding_order: WindingOrder::NonZero,
                },
            },
        });
        if path.dash.is_some() {
            self.ops.push(Op::SetLineDashPattern { dash: LineDashPattern::new(0.0, &[]) });
        }
    }
}

/// Whether `text` says better than `known` what a glyph reads as.
pub(super) fn better(text: &GlyphText, known: &GlyphText) -> bool {
    match (text, known) {
        (GlyphText::None, _) => false,
        (_, GlyphText::None) => true,
        (text, known) => text < known,
    }
}

/// Name of a face in the page's resources.
pub(super) fn resource(face: FaceId) -> String {
    format!("T{}", face.0)
}

/// Text as UTF-16 with its mark, as PDF wants it outside of page content.
pub(super) fn utf16(text: &str) -> Vec<u8> {
    [0xFE, 0xFF].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect()
}

fn name(text: &str) -> DictItem {
    DictItem::Name(text.as_bytes().to_vec())
}

fn ink(Color(r, g, b): Color) -> Ink {
    let part = |value: u8| (f32::from(value) / 255.0 * 1000.0).round() / 1000.0;
    Ink::Rgb(Rgb { r: part(r), g: part(g), b: part(b), icc_profile: None })
}

/// To hundredths of a point: finer than any printer, and short to write.
fn round(value: Pt) -> Pt {
    (value * 100.0).round() / 100.0
}

fn points(steps: &[Step]) -> Vec<LinePoint> {
    let point = |x: Pt, y: Pt, bezier: bool| LinePoint {
        p: Point { x: Points(round(x)), y: Points(round(PAGE_HEIGHT - y)) },
        bezier,
    };
    let mut points = Vec::with_capacity(steps.len());
    for step in steps {
        match *step {
            Step::Move(x, y) | Step::Line(x, y) => points.push(point(x, y, false)),
            Step::Curve(a, b, end) => {
                points.push(point(a[0], a[1], true));
                points.push(point(b[0], b[1], true));
                points.push(point(end[0], end[1], false));
            }
            Step::Close => {}
        }
    }
    points
}
