//! Any text is read as a template of an alert; where it is none, the place is within the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use promenade::template::{Options, parse};

fuzz_target!(|text: &str| {
    match parse(text, &Options::alert("A")) {
        Ok(template) => drop(template.references()),
        Err(error) => assert!(text.get(error.range.clone()).is_some(), "{error:?} of {text:?}"),
    }
});
