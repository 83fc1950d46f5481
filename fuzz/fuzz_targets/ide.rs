//! Any text at any offset: every feature of an editor works and gives ranges inside of the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use promenade::ide::{
    Answers, Completion, LineIndex, Options, Query, folding_ranges, hover, selection_ranges, semantic_tokens,
    signature_help,
};
use promenade::model::value::SourceRange;
use promenade::syntax::Variables;

fuzz_target!(|input: (bool, u16, &str)| {
    let (has_variables, offset, text) = input;
    let variables = if has_variables { Variables::Grafana } else { Variables::None };
    let query = Query::new(text, Options::default().variables(variables));
    run(&query, usize::from(offset));
});

fn run(query: &Query, offset: usize) {
    let text = query.text();
    let check = |range: &SourceRange| assert!(text.get(range.clone()).is_some(), "{range:?} is no range of {text:?}");
    let completion = Completion::at(query, offset);
    drop(completion.requests());
    completion.complete(&Answers::default()).items.iter().for_each(|item| check(&item.replace));
    semantic_tokens(query).iter().for_each(|token| check(&token.range));
    folding_ranges(query).iter().for_each(|folding| check(&folding.range));
    selection_ranges(query, offset).iter().for_each(check);
    hover(query, offset, &Answers::default(), &[]).iter().for_each(|hover| check(&hover.range));
    drop(signature_help(query, offset));
    let index = LineIndex::new(text);
    let units = index.utf16_offset(offset);
    assert_eq!(index.offset_of_utf16(units), query.clamp(offset), "{units} units of {text:?}");
}
