//! XML that is well formed whatever is put in it: words are escaped here, and what XML cannot hold is left out.

use std::fmt::Write as _;

/// A document that is being written. Elements are closed by the one that opened them: see [`Xml::within`].
#[derive(Debug)]
pub(crate) struct Xml {
    text: String,
    depth: usize,
    /// Within an element in which words and elements follow each other: there, white space would be read.
    flows: bool,
}

/// Names and values of an element's attributes.
pub(crate) type Attributes<'a> = &'a [(&'static str, &'a str)];

impl Xml {
    /// A document with one element that holds all others.
    pub(crate) fn document(
        name: &'static str,
        attributes: Attributes<'_>,
        inner: impl FnOnce(&mut Self),
    ) -> String {
        let mut xml =
            Self { text: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(), depth: 0, flows: false };
        xml.within(name, attributes, inner);
        xml.text
    }

    /// An element with others inside.
    pub(crate) fn within(
        &mut self,
        name: &'static str,
        attributes: Attributes<'_>,
        inner: impl FnOnce(&mut Self),
    ) {
        self.open(name, attributes);
        self.text.push('>');
        self.end_line();
        self.depth += 1;
        inner(self);
        self.depth -= 1;
        self.indent();
        self.close(name);
    }

    /// An element in which words and elements follow each other, and nothing stands between them.
    pub(crate) fn flowing(
        &mut self,
        name: &'static str,
        attributes: Attributes<'_>,
        inner: impl FnOnce(&mut Self),
    ) {
        self.open(name, attributes);
        self.text.push('>');
        let around = std::mem::replace(&mut self.flows, true);
        inner(self);
        self.flows = around;
        self.close(name);
    }

    /// Words between elements, within [`Xml::flowing`].
    pub(crate) fn text(&mut self, words: &str) {
        self.escaped(words);
    }

    /// An element with words inside.
    pub(crate) fn words(&mut self, name: &'static str, attributes: Attributes<'_>, words: &str) {
        self.open(name, attributes);
        self.text.push('>');
        self.escaped(words);
        self.close(name);
    }

    /// An element without anything inside.
    pub(crate) fn empty(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.open(name, attributes);
        self.text.push_str("/>");
        self.end_line();
    }

    fn open(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.indent();
        let _ = write!(self.text, "<{name}");
        for (name, value) in attributes {
            let _ = write!(self.text, " {name}=\"");
            self.escaped(value);
            self.text.push('"');
        }
    }

    fn close(&mut self, name: &'static str) {
        let _ = write!(self.text, "</{name}>");
        self.end_line();
    }

    fn end_line(&mut self) {
        if !self.flows {
            self.text.push('\n');
        }
    }

    fn indent(&mut self) {
        if !self.flows {
            self.text.push_str(&"  ".repeat(self.depth));
        }
    }

    fn escaped(&mut self, words: &str) {
        for one in words.chars() {
            match one {
                '&' => self.text.push_str("&amp;"),
                '<' => self.text.push_str("&lt;"),
                '>' => self.text.push_str("&gt;"),
                '"' => self.text.push_str("&quot;"),
                // A reader turns these into spaces within an attribute.
                '\n' | '\t' => {
                    let _ = write!(self.text, "&#{};", u32::from(one));
                }
                one if one.is_control() || matches!(one, '\u{fffe}' | '\u{ffff}') => {}
                one => self.text.push(one),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_put_in_the_document_stays_well_formed() {
        let nasty = "a<b>&\"c'\u{0}\u{b}\nd]]>";
        let xml = Xml::document("top", &[("name", nasty)], |top| {
            top.words("word", &[], nasty);
            top.within("group", &[], |group| group.empty("nothing", &[("href", "x&y")]));
        });
        let escaped = "a&lt;b&gt;&amp;&quot;c'&#10;d]]&gt;";
        assert_eq!(
            xml,
            format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<top name=\"{escaped}\">\n  <word>{escaped}</word>\n  \
                 <group>\n    <nothing href=\"x&amp;y\"/>\n  </group>\n</top>\n"
            )
        );
    }

    #[test]
    fn where_words_and_elements_follow_each_other_nothing_stands_between() {
        let xml = Xml::document("top", &[], |top| {
            top.flowing("p", &[], |p| {
                p.text("een ");
                p.within("b", &[], |b| b.words("i", &[], "twee"));
                p.empty("br", &[]);
            });
        });
        assert!(xml.ends_with("<top>\n  <p>een <b><i>twee</i></b><br/></p>\n</top>\n"), "{xml}");
    }
}
