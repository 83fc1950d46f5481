//! What editors show of PromQL: completion, hover, signature help, highlighting, folding and selection.

pub use promenade_ide::{
    Answer, Answers, CodeAction, Completion, CompletionItem, CompletionList, FoldingRange, Hover, ItemKind, LineIndex,
    MetadataRequest, MetricInfo, Options, Parameter, Provider, Query, SemanticToken, SemanticTokenKind, SignatureHelp,
    Utf16Position, code_actions, folding_ranges, fuzzy_score, hover, selection_ranges, semantic_tokens, signature_help,
};
