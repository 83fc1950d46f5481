//! Mathematics, dates and scalars match Prometheus on ordinary and unusual inputs.

use promenade_functions::samples::is_absent;
use promenade_functions::{FunctionDef, Kernel, function};

/// Where Prometheus is less exact on x86-64 than elsewhere: its logarithm mishandles subnormal floats.
const LESS_EXACT: &[(&str, &str)] = &[("ln", "5e-324"), ("log10", "5e-324")];

/// The relative tolerance: the last digits of elementary functions, and the digits that Go loses when it reduces large
/// angles, and angles near a multiple of π, to the first octant.
const TOLERANCE: f64 = 1e-14;

#[test]
fn maths() {
    check_table(include_str!("data/math.tsv"));
}

#[test]
fn dates() {
    check_table(include_str!("data/date.tsv"));
}

fn check_table(table: &str) {
    let rows = table.lines().filter(|line| !line.starts_with('#'));
    let wrong: Vec<String> = rows.filter_map(check_row).collect();
    assert!(wrong.is_empty(), "{} rows:\n{}", wrong.len(), wrong.join("\n"));
}

/// The mismatch of a row, if any: function, arguments, result.
fn check_row(row: &str) -> Option<String> {
    let mut fields = row.split('\t');
    let mut field = || fields.next().expect("three fields");
    let (name, args, result) = (field(), field(), field());
    let def = function(name).expect("a function of the catalogue");
    let values: Vec<f64> = args.split(',').map(|arg| arg.parse().expect("a float")).collect();
    let actual = call(def, &values);
    let right = match result {
        "absent" => is_absent(actual),
        _ => near(actual, result.parse().expect("a float")),
    };
    let known = LESS_EXACT.contains(&(name, args));
    (right == known).then(|| format!("{name}({args}) = {actual:e}, not {result}"))
}

fn call(def: &FunctionDef, args: &[f64]) -> f64 {
    match def.kernel {
        Kernel::Math(kernel) | Kernel::Date(kernel) => kernel(args[0]),
        Kernel::Elementwise(kernel) => kernel(args[0], &args[1..]),
        Kernel::Scalar(kernel) => kernel(args),
        _ => panic!("{} is no function of floats", def.name),
    }
}

fn near(a: f64, b: f64) -> bool {
    if a.is_nan() || b.is_nan() || a == 0.0 || b == 0.0 {
        return (a.is_nan() && b.is_nan()) || a.to_bits() == b.to_bits();
    }
    a == b || ((a - b) / b).abs() < TOLERANCE
}
