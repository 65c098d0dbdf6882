//! The invariants of the code, read from the code itself. A rule that is broken names the file and the line.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

/// A text file of the project.
struct Source {
    /// From the root, with slashes.
    path: String,
    text: String,
}

impl Source {
    /// Lines with their number, without those of its own tests and without comments.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let end = self
            .text
            .find("#[cfg(test)]\nmod tests")
            .or_else(|| self.text.find("#[cfg(test)]\npub(crate) mod tests"));
        let code = &self.text[..end.unwrap_or(self.text.len())];
        let lines = code.lines().enumerate().map(|(index, line)| (index + 1, line));
        lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    fn is_within(&self, folder: &str) -> bool {
        self.path.starts_with(folder) || self.path == format!("{}.rs", folder.trim_end_matches('/'))
    }
}

/// Every text file below a folder of the project, in order.
fn sources(folder: &str, ends: &[&str]) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join(folder)];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if path.is_dir() {
                let made = ["target", ".git", "node_modules", "data", "out"].contains(&name);
                folders.extend((!made).then_some(path));
            } else if ends.iter().any(|end| name.ends_with(end)) {
                found.push(read(root, path));
            }
        }
    }
    found.sort_by(|one, other| one.path.cmp(&other.path));
    assert!(!found.is_empty(), "{folder} holds nothing that ends in {ends:?}");
    found
}

fn read(root: &Path, path: PathBuf) -> Source {
    let text = String::from_utf8_lossy(&std::fs::read(&path).expect("a file")).into_owned();
    let path = path.strip_prefix(root).expect("within the project").to_string_lossy().replace('\\', "/");
    Source { path, text }
}

/// Fails with all that is wrong, a line each.
#[track_caller]
fn none(faults: Vec<String>) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// Lines of code that hold a word, where they should not.
fn lines_with(sources: &[Source], words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources {
        for (number, line) in source.code() {
            if words.iter().any(|word| holds(line, word)) {
                found.push(format!("{}:{number}: {}", source.path, line.trim()));
            }
        }
    }
    found
}

/// Whether a line holds a word that is not the tail of another name.
fn holds(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|before| before.is_alphanumeric() || before == '_')
    })
}

#[test]
fn every_act_that_is_logged_has_a_word_in_the_logbook() {
    let sources = sources("src", &[".rs"]);
    let words = sources.iter().find(|source| source.path.ends_with("logbook/words.rs")).expect("the words");
    let words: String = words.code().map(|(_, line)| line).collect();
    let mut faults = Vec::new();
    for source in &sources {
        for (number, line) in source.code() {
            let tells = [".event(", "verb: \"", "let verb = "].iter().any(|told| line.contains(told));
            let told = line.split('"').skip(1).step_by(2).filter(|_| tells && !line.contains("event.verb"));
            let codes = told.filter(|code| code.chars().all(|one| one.is_ascii_lowercase() || one == '-'));
            let silent = codes.filter(|code| !words.contains(&format!("(\"{code}\",")));
            faults.extend(silent.map(|code| format!("{}:{number}: {code}", source.path)));
        }
    }
    none(faults);
}

/// Which layers a layer may use. What is not named here may use nothing.
const LAYERS: [(&str, &[&str]); 11] = [
    ("domain", &[]),
    ("report", &["domain"]),
    ("office", &[]),
    ("render", &["report", "office"]),
    ("antivirus", &[]),
    ("store", &["domain"]),
    ("auth", &["domain", "store"]),
    ("mail", &["domain", "store", "auth"]),
    ("press", &["domain", "report", "render", "store", "office"]),
    ("web", &["domain", "report", "render", "store", "auth", "mail", "press", "office", "antivirus"]),
    ("cli", &["domain", "report", "render", "store", "auth", "mail", "press", "office", "antivirus", "web"]),
];

/// Names that follow `crate::`, also within braces over several lines.
fn used(source: &Source) -> BTreeSet<String> {
    let code = source.code().map(|(_, line)| line).collect::<Vec<_>>().join("\n");
    let mut names = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let Some(braces) = rest.strip_prefix('{') else {
            names.insert(word(rest));
            continue;
        };
        let mut depth = 0;
        let mut item = String::new();
        for character in braces.chars() {
            match character {
                '}' if depth == 0 => break,
                ',' if depth == 0 => names.extend([word(std::mem::take(&mut item).trim())]),
                '{' => depth += 1,
                '}' => depth -= 1,
                _ if depth == 0 => item.push(character),
                _ => {}
            }
        }
        names.insert(word(item.trim()));
    }
    names.remove("");
    names
}

/// The first name of a path.
fn word(path: &str) -> String {
    path.chars().take_while(|character| character.is_alphanumeric() || *character == '_').collect()
}

#[test]
fn layers_use_those_below_them_and_no_others() {
    let mut faults = Vec::new();
    let known: BTreeSet<&str> = LAYERS.iter().map(|(layer, _)| *layer).collect();
    for source in sources("src", &[".rs"]) {
        let Some((layer, below)) =
            LAYERS.iter().find(|(layer, _)| source.is_within(&format!("src/{layer}/")))
        else {
            assert!(
                ["src/lib.rs", "src/main.rs"].contains(&source.path.as_str()),
                "{}: of no layer",
                source.path
            );
            continue;
        };
        for name in used(&source) {
            if known.contains(name.as_str()) && name != *layer && !below.contains(&name.as_str()) {
                faults.push(format!("{}: {layer} uses {name}", source.path));
            }
        }
    }
    none(faults);
}

#[test]
fn the_rules_use_the_standard_library_and_a_few_crates_for_values() {
    let allowed =
        ["chrono", "chrono_tz", "uuid", "thiserror", "serde", "serde_json", "sha2", "unicode_normalization"];
    let mut faults = Vec::new();
    for source in sources("src/domain", &[".rs"]) {
        for name in dependencies().iter().map(|name| name.replace('-', "_")) {
            if allowed.contains(&name.as_str()) {
                continue;
            }
            let path = format!("{name}::");
            faults.extend(lines_with(std::slice::from_ref(&source), &[path.as_str()]));
        }
    }
    none(faults);
}

#[test]
fn sql_stands_in_the_store_and_nowhere_else() {
    let mut elsewhere = sources("src", &[".rs"]);
    elsewhere.retain(|source| !source.is_within("src/store/"));
    none(lines_with(
        &elsewhere,
        &["query!", "query_as!", "query_scalar!", "raw_sql", "SELECT ", "INSERT INTO", "DELETE FROM"],
    ));
}

#[test]
fn no_command_of_the_operating_system_is_started() {
    none(lines_with(&sources("src", &[".rs"]), &["process::Command", "Command::new"]));
}

#[test]
fn the_crates_that_write_pdf_are_known_in_one_folder() {
    let mut elsewhere = sources("src", &[".rs"]);
    elsewhere.retain(|source| !source.is_within("src/render/pdf/"));
    none(lines_with(&elsewhere, &["printpdf", "lopdf", "parley", "subsetter"]));
}

#[test]
fn no_template_trusts_text_or_holds_style_or_script() {
    let mut faults = Vec::new();
    for template in sources("templates", &[".html"]) {
        // The report stands alone and brings its own style; it is checked by its own tests.
        let alone = template.path.starts_with("templates/report/");
        for (index, line) in template.text.lines().enumerate() {
            let squeezed: String = line.split_whitespace().collect();
            let wrong = squeezed.contains("|safe")
                || squeezed.contains("autoescape")
                || (!alone && (line.contains("<style") || line.contains(" style=")))
                || (line.contains("<script") && !line.contains("<script defer src=\"{{"))
                || [" onclick=", " onload=", " onchange=", " onsubmit=", "javascript:"]
                    .iter()
                    .any(|on| line.contains(on));
            if wrong {
                faults.push(format!("{}:{}: {}", template.path, index + 1, line.trim()));
            }
        }
    }
    none(faults);
}

#[test]
fn no_source_file_is_longer_than_400_lines() {
    let mut faults = Vec::new();
    for folder in ["src", "tests"] {
        for source in sources(folder, &[".rs"]) {
            let lines = source.text.lines().count();
            if lines > 400 {
                faults.push(format!("{}: {lines} lines", source.path));
            }
        }
    }
    none(faults);
}

#[test]
fn every_file_says_first_what_it_is_for() {
    let mut faults = Vec::new();
    for folder in ["src", "tests"] {
        let silent = sources(folder, &[".rs"]).into_iter().filter(|source| !source.text.starts_with("//!"));
        faults.extend(silent.map(|source| source.path));
    }
    let migrations =
        sources("migrations", &[".sql"]).into_iter().filter(|source| !source.text.starts_with("--"));
    faults.extend(migrations.map(|source| source.path));
    none(faults);
}

#[test]
fn every_path_that_is_named_in_the_map_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut faults = Vec::new();
    for name in ["README.md", "src/lib.rs"] {
        let Ok(text) = std::fs::read_to_string(root.join(name)) else {
            faults.push(format!("{name} is not there"));
            continue;
        };
        for (index, line) in text.lines().enumerate() {
            // Words between backticks, and the first word of a line in the tree.
            let quoted = line.split('`').skip(1).step_by(2).flat_map(str::split_whitespace);
            for word in quoted.chain(line.split_whitespace()) {
                let word = word.trim_matches(['`', ',', '.', ':', ';', '(', ')', '"', '*']);
                let top = word.split('/').next().unwrap_or_default();
                let ours =
                    ["src", "tests", "templates", "migrations", "reports", ".ci", ".sqlx"].contains(&top);
                let pattern = word.contains(['{', '<', '…', '*', '=']) || word.contains("NNNN");
                let within = word.contains('/') && ours && !pattern;
                // What the program itself writes is not there before it has run.
                let written = word.starts_with("reports/out");
                if within && !written && !root.join(word).exists() {
                    faults.push(format!("{name}:{}: {word} is not there", index + 1));
                }
            }
        }
    }
    faults.dedup();
    none(faults);
}

/// Names of what the program depends on, tests excluded.
fn dependencies() -> Vec<String> {
    let manifest = include_str!("../Cargo.toml");
    let section = manifest.split("\n[").find_map(|section| section.strip_prefix("dependencies]\n"));
    let lines = section.expect("dependencies").lines().filter(|line| !line.is_empty());
    lines.map(|line| word_with_dashes(line).to_owned()).collect()
}

fn word_with_dashes(line: &str) -> &str {
    line.split([' ', '=']).next().unwrap_or_default()
}

#[test]
fn every_dependency_has_a_reason() {
    let manifest = include_str!("../Cargo.toml");
    let mut faults = Vec::new();
    for section in manifest.split("\n[").filter(|section| section.contains("dependencies]\n")) {
        for line in section.lines().skip(1).filter(|line| !line.trim().is_empty()) {
            let reason = line.split_once('#').map_or("", |(_, reason)| reason.trim());
            if reason.is_empty() {
                faults.push(line.to_owned());
            }
        }
    }
    none(faults);
}

#[test]
fn every_dependency_is_used() {
    let sources = sources("src", &[".rs"]);
    let mut faults = dependencies();
    faults.retain(|name| {
        let crate_name = name.replace('-', "_");
        // Templates name askama in their derive; tracing's macros are paths as well.
        !sources.iter().any(|source| {
            source.code().any(|(_, line)| {
                holds(line, &format!("{crate_name}::")) || line.trim() == format!("use {crate_name};")
            })
        })
    });
    none(faults);
}

#[test]
fn nothing_names_a_workplace() {
    // Put together, so that this file does not find itself.
    let words = [
        ["..", "/shared"].concat(),
        ["/wo", "rk/"].concat(),
        ["/tmp/", "wt-"].concat(),
        ["index.crates", ".io"].concat(),
        ["static.crates", ".io"].concat(),
        ["registry.npm", "js.org"].concat(),
        ["pypi", ".org"].concat(),
        ["files.python", "hosted"].concat(),
        ["deb.deb", "ian.org"].concat(),
        ["artifact", "ory"].concat(),
    ];
    let ends = [
        ".rs",
        ".toml",
        ".md",
        ".html",
        ".css",
        ".js",
        ".sql",
        ".sh",
        ".py",
        ".java",
        ".json",
        ".lock",
        "all",
        "run",
        "conformance",
        ".yml",
    ];
    let mut faults = Vec::new();
    for source in sources("", &ends) {
        for (index, line) in source.text.lines().enumerate() {
            if words.iter().any(|word| line.to_lowercase().contains(word)) {
                faults.push(format!("{}:{}: {}", source.path, index + 1, line.trim()));
            }
        }
    }
    none(faults);
}

#[test]
fn every_address_stands_in_the_table_and_in_the_table_of_rights() {
    let table: String = sources("src/web/routes", &[".rs"]).into_iter().map(|source| source.text).collect();
    let rights = include_str!("web/permissions.md");
    let declared = table.lines().filter_map(|line| line.trim().split_once(" = \"/")?.1.strip_suffix("\";"));
    let mut faults = Vec::new();
    for pattern in declared {
        if !rights.contains(&format!("`/{pattern}`")) {
            faults.push(format!("/{pattern} is not in tests/web/permissions.md"));
        }
    }
    none(faults);
}
