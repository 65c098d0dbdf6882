//! Goals and ministries as concepts with names that stay: SKOS, written as JSON-LD with its context inside.

use serde_json::{Value, json};

/// A group of concepts: a strategy, or the ministries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scheme {
    /// Its name.
    pub uri: String,
    /// What it is called.
    pub label: String,
    /// What is in it.
    pub concepts: Vec<Concept>,
}

/// A goal or a ministry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concept {
    /// Its name, which stays.
    pub uri: String,
    /// What it is called now.
    pub label: String,
    /// What it was called before, or is called for short.
    pub others: Vec<String>,
    /// Its number or code.
    pub notation: String,
    /// The name of the same thing in a register of the government.
    pub same: Option<String>,
}

/// Groups of concepts as one document.
#[must_use]
pub fn concepts(schemes: &[Scheme]) -> String {
    let mut graph = Vec::new();
    for scheme in schemes {
        graph.push(json!({ "@id": scheme.uri, "@type": "ConceptScheme", "prefLabel": scheme.label }));
        graph.extend(scheme.concepts.iter().map(|concept| written(concept, scheme)));
    }
    json!({
        "@context": {
            "@vocab": "http://www.w3.org/2004/02/skos/core#",
            "@language": "nl",
            "inScheme": { "@type": "@id" },
            "exactMatch": { "@type": "@id" },
            "notation": { "@language": null },
        },
        "@graph": graph,
    })
    .to_string()
}

fn written(concept: &Concept, scheme: &Scheme) -> Value {
    let mut written = json!({
        "@id": concept.uri,
        "@type": "Concept",
        "prefLabel": concept.label,
        "notation": concept.notation,
        "inScheme": scheme.uri,
    });
    if !concept.others.is_empty() {
        written["altLabel"] = json!(concept.others);
    }
    if let Some(same) = &concept.same {
        written["exactMatch"] = json!(same);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_the_government_stands_there_only_when_it_is_known() {
        let concept = |same: Option<&str>| Concept {
            uri: "https://v.example/id/ministerie/def".into(),
            label: "Ministerie van Defensie".into(),
            others: vec!["DEF".into()],
            notation: "def".into(),
            same: same.map(str::to_owned),
        };
        let known = "https://identifier.overheid.nl/tooi/id/ministerie/voorbeeld";
        for same in [None, Some(known)] {
            let scheme = Scheme {
                uri: "https://v.example/id/ministerie".into(),
                label: "Ministeries".into(),
                concepts: vec![concept(same)],
            };
            let read: Value = serde_json::from_str(&concepts(&[scheme])).unwrap();
            assert_eq!(read["@graph"][1]["altLabel"], json!(["DEF"]));
            assert_eq!(read["@graph"][1]["inScheme"], read["@graph"][0]["@id"]);
            assert_eq!(read["@graph"][1].get("exactMatch"), same.map(|same| json!(same)).as_ref());
        }
    }
}
