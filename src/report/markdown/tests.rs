//! What people type, and the blocks it becomes.

use proptest::prelude::*;

use super::*;

fn text(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => out.push_str(&Inline::words(&paragraph.text)),
            Block::List(list) => list_text(list, &mut out),
            Block::Table(_) | Block::Figure(_) | Block::Panel(_) => unreachable!("never made from prose"),
        }
        out.push('\n');
    }
    out
}

fn list_text(list: &List, out: &mut String) {
    for item in &list.items {
        out.push_str(&Inline::words(&item.text));
        out.push('\n');
        if let Some(inner) = &item.list {
            list_text(inner, out);
        }
    }
}

/// Letters and digits, in any order. Digits of list numbers come back when the list is printed.
fn letters(text: &str) -> Vec<char> {
    let mut letters: Vec<char> =
        text.chars().filter(|c| c.is_alphanumeric() && !matches!(c, '1'..='3')).collect();
    letters.sort_unstable();
    letters
}

fn paragraph(text: Vec<Inline>) -> Block {
    Block::Paragraph(Paragraph { text, ..Paragraph::default() })
}

fn plain(text: &str) -> Block {
    Block::Paragraph(Paragraph::plain(text))
}

#[test]
fn paragraphs_marks_and_links_become_blocks() {
    let strong =
        Inline::Strong { text: vec![Inline::text("b "), Inline::Emphasis { text: vec![Inline::text("c")] }] };
    let link = Inline::Link { href: "https://voorbeeld.nl/x".into(), text: vec![Inline::text("d")] };
    assert_eq!(
        parse("a  \n**b *c***\n\n[d](https://voorbeeld.nl/x) e"),
        [paragraph(vec![Inline::text("a "), strong]), paragraph(vec![link, Inline::text(" e")])]
    );
}

#[test]
fn words_of_another_language_are_known_by_its_code_and_nothing_else_is() {
    let foreign = Inline::Foreign { lang: "en".into(), text: vec![Inline::text("early warning")] };
    assert_eq!(
        parse("*[early warning](en)* helpt"),
        [paragraph(vec![Inline::Emphasis { text: vec![foreign] }, Inline::text(" helpt")])]
    );
    assert_eq!(parse("[waarschuwing](hoe)"), [plain("waarschuwing")]);
}

#[test]
fn lists_hold_one_list_within_and_deeper_items_join_it() {
    let Block::List(list) = &parse("1. a\n   - b\n     - c\n       1. d\n2. e\n")[0] else {
        panic!("a list")
    };
    assert!(list.ordered);
    assert_eq!(list.items.len(), 2);
    let inner = list.items[0].list.as_ref().unwrap();
    let items: Vec<String> = inner.items.iter().map(|item| Inline::words(&item.text)).collect();
    assert_eq!((inner.ordered, items), (false, vec!["b".into(), "c".into(), "d".into()]));
}

#[test]
fn a_year_at_the_start_of_a_line_is_no_list() {
    assert_eq!(parse("2018. Dat was een jaar."), [plain("2018. Dat was een jaar.")]);
    assert_eq!(parse("4) vier\n5) vijf"), [plain("4) vier"), plain("5) vijf")]);
    assert!(
        matches!(&parse("1. een\n1. twee")[0], Block::List(list) if list.ordered && list.items.len() == 2)
    );
}

#[test]
fn only_safe_addresses_become_links() {
    for source in [
        "[x](javascript:alert(1))",
        "[x](data:text/html,y)",
        "[x](//y.nl)",
        "[x](JaVaScRiPt:y)",
        "[x](https://)",
    ] {
        assert_eq!(parse(source), [plain("x")], "{source}");
    }
    for source in ["[x](mailto:a@b.nl)", "[x](HTTPS://b.nl)", "<https://b.nl>", "[](https://b.nl)"] {
        assert!(
            matches!(&parse(source)[0], Block::Paragraph(p) if matches!(p.text[0], Inline::Link { .. })),
            "{source}"
        );
    }
}

#[test]
fn what_is_not_light_becomes_plain_words() {
    for (source, words) in [
        ("# Kop", "Kop"),
        ("![alt *tekst*](x.png)", "alt tekst"),
        ("<b onclick=\"x\">vet</b>", "<b onclick=”x”>vet</b>"),
        ("<script>\n\na</script>", "<script>|a</script>"),
        ("```rust\nfn x() {}\n```", "rust fn x() {}"),
        ("a `code` b", "a code b"),
        ("> citaat", "citaat"),
        ("[bron]: https://x.nl \"titel\"", "[bron]: https://x.nl “titel”"),
        ("a < b en &lt;c \\<d", "a < b en <c <d"),
        ("| a | b |\n|---|---|", "| a | b | |---|---|"),
        ("[^1] en ~~x~~", "[^1] en ~~x~~"),
    ] {
        assert_eq!(text(&parse(source)).trim().replace('\n', "|"), words, "{source}");
    }
}

#[test]
fn references_to_papers_are_linked_but_not_within_a_link() {
    let blocks = parse("Zie *33 694, nr. 12* en [33 694, nr. 12](https://b.nl).");
    let Block::Paragraph(paragraph) = &blocks[0] else { panic!("a paragraph") };
    assert!(
        matches!(&paragraph.text[1], Inline::Emphasis { text } if matches!(&text[0], Inline::Link { .. }))
    );
    assert!(
        matches!(&paragraph.text[3], Inline::Link { href, text } if href == "https://b.nl" && matches!(text[0], Inline::Text { .. }))
    );
}

#[test]
fn a_paragraph_is_named_by_its_place() {
    let source = "Een\nregel.\n\n  - a\n  - b\n\n---\n\n[x]: https://y.nl\n\nLaatste.\n";
    assert_eq!(paragraphs(source), ["Een\nregel.", "  - a\n  - b", "[x]: https://y.nl", "Laatste."]);
}

#[test]
fn marks_and_lists_of_any_depth_stay_walkable() {
    let marks = format!("{}x{}", "*_".repeat(9_000), "_*".repeat(9_000));
    let lists = "- ".repeat(30_000) + "x";
    let quotes = ">".repeat(30_000) + "x";
    for source in [marks, lists, quotes, "[".repeat(30_000), "![a](".repeat(10_000)] {
        let json = serde_json::to_string(&parse(&source)).unwrap();
        assert!(serde_json::from_str::<Vec<Block>>(&json).is_ok());
    }
}

/// Text as people make it, good and bad: words, marks, lists, odd spacing.
fn typed() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zé]{1,6}",
        1 => "[0-9]{1,5}",
        3 => Just(" ".to_owned()),
        3 => prop::sample::select(vec![
            "\n", "\n\n", "\n- ", "\n  - ", "\n    * ", "\n1. ", "\n2. ", "\n7) ", "*", "**", "_", "`", "```\n", "# ", "> ", "[", "](",
            "]: ", ")", "<", ">", "!", "\\", "&", "|", "\n---\n", "\t", "https://x.nl ", "33 694, nr. 12", "\u{a0}", "<b>", "</",
        ]).prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn no_letter_is_lost(source in typed()) {
        // Addresses of links and entities are not words.
        let source = source.replace("](", "] (").replace('&', "+");
        prop_assert_eq!(letters(&text(&parse(&source))), letters(&source));
    }

    #[test]
    fn the_paragraphs_together_are_the_text(source in typed()) {
        let apart: Vec<Block> = paragraphs(&source).into_iter().flat_map(parse).collect();
        prop_assert_eq!(text(&apart), text(&parse(&source)));
    }

    #[test]
    fn any_text_is_read_without_panic(source in "(?s).{0,300}") {
        let source = source.replace('\0', " ");
        let blocks = parse(&source);
        let _ = paragraphs(&source);
        for block in blocks {
            prop_assert!(matches!(block, Block::Paragraph(_) | Block::List(_)));
        }
    }
}
