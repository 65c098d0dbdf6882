//! Files that a person keeps: under which name.

use std::fmt::Write as _;

use axum::http::HeaderValue;

/// `Content-Disposition` of a file that is kept under this name.
pub(super) fn attachment(name: &str) -> HeaderValue {
    disposition("attachment", name)
}

/// `Content-Disposition` of a file that browsers show, and keep under this name when asked to.
pub(super) fn inline(name: &str) -> HeaderValue {
    disposition("inline", name)
}

/// By RFC 6266: plain for old programs, and in UTF-8 for all others. Whatever could end the name, begin a line or lead to
/// another folder becomes a dash.
fn disposition(kind: &'static str, name: &str) -> HeaderValue {
    let name: String = name
        .chars()
        .map(|one| if one.is_control() || "\"\\/:*?<>|%;'".contains(one) { '-' } else { one })
        .collect();
    let name = name.trim_matches(['.', ' ', '-']);
    let name = if name.is_empty() { "bestand" } else { name };
    let plain: String = name.chars().map(|one| if one.is_ascii() { one } else { '_' }).collect();
    let encoded = name.bytes().fold(String::new(), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
        encoded
    });
    let value = format!("{kind}; filename=\"{plain}\"; filename*=UTF-8''{encoded}");
    HeaderValue::from_str(&value).unwrap_or(HeaderValue::from_static(kind))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_is_kept_as_it_is_written() {
        assert_eq!(
            attachment("volledigheid-2018-2020.csv"),
            "attachment; filename=\"volledigheid-2018-2020.csv\"; filename*=UTF-8''volledigheid-2018-2020.csv"
        );
        assert_eq!(
            attachment("coördinatie ü.csv"),
            "attachment; filename=\"co_rdinatie _.csv\"; filename*=UTF-8''co%C3%B6rdinatie%20%C3%BC.csv"
        );
    }

    #[test]
    fn no_name_leads_elsewhere_or_begins_a_header() {
        for (name, plain) in [
            ("../../etc/passwd", "etc-passwd"),
            ("a\r\nSet-Cookie: x=1", "a--Set-Cookie- x=1"),
            ("a\"; filename=\"b.exe", "a-- filename=-b.exe"),
            ("", "bestand"),
            ("...", "bestand"),
        ] {
            let value = attachment(name);
            let value = value.to_str().unwrap();
            assert!(value.starts_with(&format!("attachment; filename=\"{plain}\"; ")), "{value}");
        }
    }

    proptest! {
        #[test]
        fn any_name_makes_one_header_with_one_name(name: String) {
            let value = attachment(&name);
            let value = value.to_str().unwrap();
            prop_assert!(value.starts_with("attachment; filename=\""), "{value}");
            prop_assert_eq!(value.matches('"').count(), 2);
            prop_assert!(!value.contains(['/', '\\', '\r', '\n']));
        }
    }
}
