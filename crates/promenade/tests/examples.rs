//! The programs in `examples`, run: each checks what it shows.

#[path = "../examples/arrow.rs"]
mod arrow;
#[path = "../examples/async_storage.rs"]
mod async_storage;
#[path = "../examples/lint_and_fix.rs"]
mod lint_and_fix;
#[path = "../examples/own_storage.rs"]
mod own_storage;
#[path = "../examples/parser.rs"]
mod parser;
#[path = "../examples/rewrite.rs"]
mod rewrite;

type Ended = Result<(), Box<dyn std::error::Error>>;

#[test]
fn own_storage_is_queried() -> Ended {
    own_storage::main().map_err(Into::into)
}

#[test]
fn a_query_over_handles_stays_within_a_byte_limit() -> Ended {
    async_storage::main().map_err(Into::into)
}

#[test]
fn arrow_comes_in_and_goes_out() -> Ended {
    arrow::main()
}

#[test]
fn queries_are_rewritten() -> Ended {
    rewrite::main()
}

#[test]
fn queries_and_files_are_linted_and_fixed() -> Ended {
    lint_and_fix::main()
}

#[test]
fn the_parser_stands_alone() {
    parser::main();
}
