//! What editions of one round say of each other, in words with a way there.

use crate::{
    domain::edition::{Frozen, Kind},
    store::editions::Listed,
};

/// "Vervangen door editie 2. Reden: …", of which "editie 2" is a link.
#[derive(Debug)]
pub(super) struct Link {
    /// What comes before the link.
    pub(super) before: &'static str,
    /// The other edition.
    pub(super) number: u32,
    /// Where it is.
    pub(super) href: String,
    /// Why.
    pub(super) reason: String,
}

/// All links of an edition to `others`, which are those that the person may know of. `href` gives a number's address.
pub(super) fn links(edition: &Frozen, others: &[Listed], href: impl Fn(u32) -> String) -> Vec<Link> {
    let chain = edition.chain(others.iter().map(|listed| &listed.edition));
    let link = |before, other: &Frozen, correcting: &Frozen| Link {
        before,
        number: other.number,
        href: href(other.number),
        reason: correcting.corrects.as_ref().map(|corrects| corrects.reason.clone()).unwrap_or_default(),
    };
    let mut links = Vec::new();
    if let Some(newer) = chain.replaced_by {
        links.push(link("Vervangen door", newer, newer));
    }
    links.extend(chain.errata.iter().map(|erratum| link("Verbeterd met een erratum:", erratum, erratum)));
    if let Some(older) = chain.corrects {
        links.push(link(
            if edition.kind == Kind::Erratum { "Erratum bij" } else { "Vervangt" },
            older,
            edition,
        ));
    }
    links
}

/// "Editie 2" or "Erratum, editie 2".
pub(super) fn name(edition: &Frozen) -> String {
    match edition.kind {
        Kind::Erratum => format!("Erratum, editie {}", edition.number),
        Kind::Report | Kind::Replacement => format!("Editie {}", edition.number),
    }
}
