//! What editors show of a text: tokens, hover, signature help, folding, selection.

use promenade::LanguageOptions;
use promenade::ide::{
    Answers, Provider, Query, SemanticTokenKind, folding_ranges, hover, selection_ranges, semantic_tokens,
    signature_help,
};
use wasm_bindgen::prelude::wasm_bindgen;

use super::Language;
use crate::json::Json;
use crate::offsets::Offsets;
use crate::options;

/// A text that was asked about.
#[derive(Debug)]
pub(super) struct Asked {
    features: String,
    variables: bool,
    pub(super) query: Query,
    pub(super) offsets: Offsets,
}

#[wasm_bindgen]
impl Language {
    /// The tokens of a text but whitespace: of each the start, the end and the kind, an index into
    /// [`token_kinds`](Self::token_kinds).
    pub fn tokens(&mut self, text: &str, features: &str, variables: bool) -> Vec<u32> {
        let asked = self.ask(text, features, variables);
        let tokens = semantic_tokens(&asked.query);
        let row = |token: &promenade::ide::SemanticToken| {
            let [from, to] = asked.offsets.range(&token.range);
            [from, to, token.kind as u32]
        };
        tokens.iter().flat_map(row).collect()
    }

    /// The names of the kinds of tokens.
    #[wasm_bindgen(js_name = tokenKinds)]
    pub fn token_kinds() -> Vec<String> {
        TOKEN_KINDS.iter().map(|(_, name)| (*name).to_owned()).collect()
    }

    /// What is known of the text at an offset, as a `Hover` or `null`.
    pub fn hover(&mut self, text: &str, offset: u32, features: &str, variables: bool) -> String {
        let findings = self.linter(features, "", "").lint_query(text, options::variables(variables));
        self.ask(text, features, variables);
        let Some(asked) = &self.last else { return "null".to_owned() };
        let nothing = Answers::default();
        let provider: &dyn Provider = match &self.metadata {
            Some(metadata) => metadata,
            None => &nothing,
        };
        let Some(hover) = hover(&asked.query, asked.offsets.byte(offset), provider, &findings) else {
            return "null".to_owned();
        };
        Json::of(|json| {
            asked.offsets.write(&hover.range, json);
            json.key("markdown").text(&hover.markdown);
        })
    }

    /// The signature of the call around an offset, as a `SignatureHelp` or `null`.
    #[wasm_bindgen(js_name = signatureHelp)]
    pub fn signature_help(&mut self, text: &str, offset: u32, features: &str, variables: bool) -> String {
        let asked = self.ask(text, features, variables);
        let Some(help) = signature_help(&asked.query, asked.offsets.byte(offset)) else { return "null".to_owned() };
        Json::of(|json| {
            json.key("label").text(&help.label);
            json.key("documentation").text(help.summary);
            json.key("parameters")
                .list(&help.parameters, |json, parameter| json.object(|json| json.key("label").text(&parameter.label)));
            match help.active {
                Some(active) => json.key("active").int(active as i64),
                None => json.key("active").null(),
            }
        })
    }

    /// What can be folded: of each range the start and the end.
    #[wasm_bindgen(js_name = foldingRanges)]
    pub fn folding_ranges(&mut self, text: &str) -> Vec<u32> {
        let asked = self.ask(text, "", true);
        folding_ranges(&asked.query).iter().flat_map(|folding| asked.offsets.range(&folding.range)).collect()
    }

    /// What a selection at an offset grows to, the smallest first: of each range the start and the end.
    #[wasm_bindgen(js_name = selectionRanges)]
    pub fn selection_ranges(&mut self, text: &str, offset: u32) -> Vec<u32> {
        let asked = self.ask(text, "", true);
        let ranges = selection_ranges(&asked.query, asked.offsets.byte(offset));
        ranges.iter().flat_map(|range| asked.offsets.range(range)).collect()
    }
}

impl Language {
    /// The text, parsed and checked unless it is the one that was asked about last.
    pub(super) fn ask(&mut self, text: &str, features: &str, variables: bool) -> &Asked {
        let is_same =
            |asked: &Asked| asked.query.text() == text && asked.features == features && asked.variables == variables;
        let last = self.last.take().filter(is_same);
        self.last.insert(last.unwrap_or_else(|| {
            let options: LanguageOptions = options::language(features, variables);
            Asked {
                features: features.to_owned(),
                variables,
                query: Query::new(text, options),
                offsets: Offsets::of(text),
            }
        }))
    }
}

/// The kinds of tokens in the order of their numbers.
const TOKEN_KINDS: [(SemanticTokenKind, &str); 14] = [
    (SemanticTokenKind::Metric, "metric"),
    (SemanticTokenKind::Label, "label"),
    (SemanticTokenKind::LabelValue, "labelValue"),
    (SemanticTokenKind::Function, "function"),
    (SemanticTokenKind::Aggregator, "aggregator"),
    (SemanticTokenKind::Keyword, "keyword"),
    (SemanticTokenKind::Operator, "operator"),
    (SemanticTokenKind::Number, "number"),
    (SemanticTokenKind::Duration, "duration"),
    (SemanticTokenKind::String, "string"),
    (SemanticTokenKind::Variable, "variable"),
    (SemanticTokenKind::Comment, "comment"),
    (SemanticTokenKind::Punctuation, "punctuation"),
    (SemanticTokenKind::Invalid, "invalid"),
];

#[cfg(test)]
mod tests {
    use super::TOKEN_KINDS;

    #[test]
    fn the_kinds_of_tokens_are_in_the_order_of_their_numbers() {
        for (number, (kind, name)) in TOKEN_KINDS.iter().enumerate() {
            assert_eq!(*kind as usize, number, "{name}");
        }
    }
}
