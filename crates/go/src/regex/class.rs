//! Character classes of Go's regular expressions: Perl's, POSIX's and Unicode's.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use regex_syntax::hir::{ClassUnicode, ClassUnicodeRange};

/// The class of `\d`, `\s`, `\w` (lower case letter), which are ASCII-only, and whether it is negated.
pub(super) fn perl(letter: u8) -> Option<(ClassUnicode, bool)> {
    let ranges: &[(char, char)] = match letter.to_ascii_lowercase() {
        b'd' => DIGIT,
        b's' => &[('\t', '\n'), ('\x0c', '\r'), (' ', ' ')],
        b'w' => WORD,
        _ => return None,
    };
    Some((class(ranges), letter.is_ascii_uppercase()))
}

/// The class of a POSIX name such as `alpha` or `^alpha`, and whether it is negated.
pub(super) fn posix(name: &str) -> Option<(ClassUnicode, bool)> {
    let (name, is_negated) = name.strip_prefix('^').map_or((name, false), |rest| (rest, true));
    let ranges: &[(char, char)] = match name {
        "alnum" => &[('0', '9'), ('A', 'Z'), ('a', 'z')],
        "alpha" => &[('A', 'Z'), ('a', 'z')],
        "ascii" => &[('\0', '\x7f')],
        "blank" => &[('\t', '\t'), (' ', ' ')],
        "cntrl" => &[('\0', '\x1f'), ('\x7f', '\x7f')],
        "digit" => DIGIT,
        "graph" => &[('!', '~')],
        "lower" => &[('a', 'z')],
        "print" => &[(' ', '~')],
        "punct" => &[('!', '/'), (':', '@'), ('[', '`'), ('{', '~')],
        "space" => &[('\t', '\r'), (' ', ' ')],
        "upper" => &[('A', 'Z')],
        "word" => WORD,
        "xdigit" => &[('0', '9'), ('A', 'F'), ('a', 'f')],
        _ => return None,
    };
    Some((class(ranges), is_negated))
}

/// The letters of all scripts.
#[cfg(all(test, feature = "unicode-classes"))]
pub(crate) fn letters() -> Option<ClassUnicode> {
    unicode("L", Names::Exact)
}

/// The accepted names of Unicode classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Names {
    /// Exact names of categories and scripts, as in the parser that Prometheus uses for matchers.
    Exact,
    /// Any spelling, and the long names of categories, as in Go 1.26.
    Loose,
}

/// Whether a class contains a character.
pub(crate) fn holds(class: &ClassUnicode, c: char) -> bool {
    let ranges = class.ranges();
    let after = ranges.partition_point(|range| range.start() <= c);
    after > 0 && c <= ranges[after - 1].end()
}

/// Combining marks.
#[cfg(feature = "unicode-classes")]
pub(crate) fn marks() -> Option<ClassUnicode> {
    unicode("M", Names::Exact)
}

/// The class of a Unicode category or script.
pub(super) fn unicode(name: &str, names: Names) -> Option<ClassUnicode> {
    static KNOWN: Mutex<BTreeMap<(Names, String), ClassUnicode>> = Mutex::new(BTreeMap::new());
    let key = (names, name.to_owned());
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(class) = known.get(&key) {
        return Some(class.clone());
    }
    let class = find(name, names)?;
    if known.len() < MAX_KNOWN {
        known.insert(key, class.clone());
    }
    Some(class)
}

/// The maximum number of cached classes: all of them, in their usual spelling.
const MAX_KNOWN: usize = 500;

fn find(name: &str, names: Names) -> Option<ClassUnicode> {
    match (names, name) {
        (Names::Loose, _) => loose(&canonical(name)),
        (Names::Exact, "Any") => loose(name),
        (Names::Exact, _) if CATEGORIES.contains(&name) => category(name),
        (Names::Exact, _) if SCRIPTS.contains(&name) => of_this_version(property(name)?),
        (Names::Exact, _) => None,
    }
}

fn loose(name: &str) -> Option<ClassUnicode> {
    match name {
        "Any" => Some(class(&[('\0', char::MAX)])),
        "Ascii" => Some(class(&[('\0', '\x7f')])),
        "Assigned" => {
            let mut unassigned = category("Cn")?;
            unassigned.negate();
            Some(unassigned)
        }
        "Lc" => category("LC"),
        name if CATEGORIES.contains(&name) => category(name),
        name if SCRIPTS.contains(&name) => of_this_version(property(name)?),
        name => category(CATEGORY_ALIASES.iter().find(|(alias, _)| canonical(alias) == name)?.1),
    }
}

/// The canonical name as in Go: without underscores, spaces and hyphens, first letter in upper case, the others in
/// lower case. As a result, names of scripts with several words are never found.
fn canonical(name: &str) -> String {
    let mut chars = name.chars().filter(|c| !matches!(c, '_' | '-' | ' '));
    let first = chars.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(chars.map(|c| c.to_ascii_lowercase())).collect()
}

fn category(name: &str) -> Option<ClassUnicode> {
    match name {
        // Surrogates are not characters and never occur in a text.
        "Cs" => Some(class(&[])),
        "C" | "Cn" => {
            let mut unassigned = property(GO_AGE)?;
            unassigned.negate();
            let mut class = property(name)?;
            class.union(&unassigned);
            Some(class)
        }
        _ => of_this_version(property(name)?),
    }
}

/// The characters of a class in Go's Unicode version.
fn of_this_version(mut class: ClassUnicode) -> Option<ClassUnicode> {
    class.intersect(&property(GO_AGE)?);
    Some(class)
}

/// The Unicode version of Go 1.26.
const GO_AGE: &str = "age=15.0";

#[cfg(feature = "unicode-classes")]
fn property(name: &str) -> Option<ClassUnicode> {
    use regex_syntax::hir::{Class, HirKind};
    match regex_syntax::parse(&format!(r"\p{{{name}}}")).ok()?.into_kind() {
        HirKind::Class(Class::Unicode(class)) => Some(class),
        _ => None,
    }
}

/// Letters, whatever is asked for, where the characters of classes are not known.
#[cfg(not(feature = "unicode-classes"))]
#[allow(clippy::unnecessary_wraps)] // as the other one
fn property(_: &str) -> Option<ClassUnicode> {
    Some(class(&[('A', 'Z'), ('a', 'z'), ('\u{80}', char::MAX)]))
}

/// Adds what differs from a character of the class in case alone, as Unicode's simple folding has it.
#[cfg(feature = "unicode-classes")]
pub(super) fn fold(class: &mut ClassUnicode) {
    class.case_fold_simple();
}

/// The same for ASCII letters and the two others that are equal to one of them.
#[cfg(not(feature = "unicode-classes"))]
pub(super) fn fold(folded: &mut ClassUnicode) {
    let of_letter = |c: char| {
        [c.to_ascii_lowercase(), c.to_ascii_uppercase()].into_iter().chain(match c {
            's' | 'S' => Some('\u{17f}'),
            'k' | 'K' => Some('\u{212a}'),
            _ => None,
        })
    };
    let letters = ('A'..='Z').chain('a'..='z').filter(|c| holds(folded, *c)).flat_map(of_letter);
    let more: Vec<(char, char)> = letters.map(|c| (c, c)).collect();
    folded.union(&class(&more));
}

pub(super) fn class(ranges: &[(char, char)]) -> ClassUnicode {
    ClassUnicode::new(ranges.iter().map(|&(first, last)| ClassUnicodeRange::new(first, last)))
}

const DIGIT: &[(char, char)] = &[('0', '9')];
const WORD: &[(char, char)] = &[('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')];

/// Go 1.26's `unicode.Categories`.
#[rustfmt::skip]
const CATEGORIES: &[&str] = &[
    "C", "Cc", "Cf", "Cn", "Co", "Cs", "L", "LC", "Ll", "Lm", "Lo", "Lt", "Lu", "M", "Mc", "Me", "Mn", "N", "Nd",
    "Nl", "No", "P", "Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "S", "Sc", "Sk", "Sm", "So", "Z", "Zl", "Zp", "Zs",
];

/// Go 1.26's `unicode.CategoryAliases`.
#[rustfmt::skip]
const CATEGORY_ALIASES: &[(&str, &str)] = &[
    ("Cased_Letter", "LC"), ("Close_Punctuation", "Pe"), ("Combining_Mark", "M"), ("Connector_Punctuation", "Pc"),
    ("Control", "Cc"), ("Currency_Symbol", "Sc"), ("Dash_Punctuation", "Pd"), ("Decimal_Number", "Nd"),
    ("Enclosing_Mark", "Me"), ("Final_Punctuation", "Pf"), ("Format", "Cf"), ("Initial_Punctuation", "Pi"),
    ("Letter", "L"), ("Letter_Number", "Nl"), ("Line_Separator", "Zl"), ("Lowercase_Letter", "Ll"), ("Mark", "M"),
    ("Math_Symbol", "Sm"), ("Modifier_Letter", "Lm"), ("Modifier_Symbol", "Sk"), ("Nonspacing_Mark", "Mn"),
    ("Number", "N"), ("Open_Punctuation", "Ps"), ("Other", "C"), ("Other_Letter", "Lo"), ("Other_Number", "No"),
    ("Other_Punctuation", "Po"), ("Other_Symbol", "So"), ("Paragraph_Separator", "Zp"), ("Private_Use", "Co"),
    ("Punctuation", "P"), ("Separator", "Z"), ("Space_Separator", "Zs"), ("Spacing_Mark", "Mc"), ("Surrogate", "Cs"),
    ("Symbol", "S"), ("Titlecase_Letter", "Lt"), ("Unassigned", "Cn"), ("Uppercase_Letter", "Lu"), ("cntrl", "Cc"),
    ("digit", "Nd"), ("punct", "P"),
];

/// Go 1.26's `unicode.Scripts`.
#[rustfmt::skip]
const SCRIPTS: &[&str] = &[
    "Adlam", "Ahom", "Anatolian_Hieroglyphs", "Arabic", "Armenian", "Avestan", "Balinese", "Bamum", "Bassa_Vah",
    "Batak", "Bengali", "Bhaiksuki", "Bopomofo", "Brahmi", "Braille", "Buginese", "Buhid", "Canadian_Aboriginal",
    "Carian", "Caucasian_Albanian", "Chakma", "Cham", "Cherokee", "Chorasmian", "Common", "Coptic", "Cuneiform",
    "Cypriot", "Cypro_Minoan", "Cyrillic", "Deseret", "Devanagari", "Dives_Akuru", "Dogra", "Duployan",
    "Egyptian_Hieroglyphs", "Elbasan", "Elymaic", "Ethiopic", "Georgian", "Glagolitic", "Gothic", "Grantha", "Greek",
    "Gujarati", "Gunjala_Gondi", "Gurmukhi", "Han", "Hangul", "Hanifi_Rohingya", "Hanunoo", "Hatran", "Hebrew",
    "Hiragana", "Imperial_Aramaic", "Inherited", "Inscriptional_Pahlavi", "Inscriptional_Parthian", "Javanese",
    "Kaithi", "Kannada", "Katakana", "Kawi", "Kayah_Li", "Kharoshthi", "Khitan_Small_Script", "Khmer", "Khojki",
    "Khudawadi", "Lao", "Latin", "Lepcha", "Limbu", "Linear_A", "Linear_B", "Lisu", "Lycian", "Lydian", "Mahajani",
    "Makasar", "Malayalam", "Mandaic", "Manichaean", "Marchen", "Masaram_Gondi", "Medefaidrin", "Meetei_Mayek",
    "Mende_Kikakui", "Meroitic_Cursive", "Meroitic_Hieroglyphs", "Miao", "Modi", "Mongolian", "Mro", "Multani",
    "Myanmar", "Nabataean", "Nag_Mundari", "Nandinagari", "New_Tai_Lue", "Newa", "Nko", "Nushu",
    "Nyiakeng_Puachue_Hmong", "Ogham", "Ol_Chiki", "Old_Hungarian", "Old_Italic", "Old_North_Arabian", "Old_Permic",
    "Old_Persian", "Old_Sogdian", "Old_South_Arabian", "Old_Turkic", "Old_Uyghur", "Oriya", "Osage", "Osmanya",
    "Pahawh_Hmong", "Palmyrene", "Pau_Cin_Hau", "Phags_Pa", "Phoenician", "Psalter_Pahlavi", "Rejang", "Runic",
    "Samaritan", "Saurashtra", "Sharada", "Shavian", "Siddham", "SignWriting", "Sinhala", "Sogdian", "Sora_Sompeng",
    "Soyombo", "Sundanese", "Syloti_Nagri", "Syriac", "Tagalog", "Tagbanwa", "Tai_Le", "Tai_Tham", "Tai_Viet",
    "Takri", "Tamil", "Tangsa", "Tangut", "Telugu", "Thaana", "Thai", "Tibetan", "Tifinagh", "Tirhuta", "Toto",
    "Ugaritic", "Vai", "Vithkuqi", "Wancho", "Warang_Citi", "Yezidi", "Yi", "Zanabazar_Square",
];
