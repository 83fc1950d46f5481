//! Parses a line of `promtool tsdb dump`: `{__name__="up", job="node"} 1 1782468900000`.

use super::cursor::Cursor;
use super::grammar::float;
use super::{Dialect, Line, State};
use crate::Limits;
use crate::error::{Fault, Parsed};

pub(super) fn line(mut c: Cursor<'_>, state: &mut State, limits: &Limits) -> Parsed<Line> {
    if c.text.iter().all(u8::is_ascii_whitespace) {
        return Ok(Line::Nothing);
    }
    if c.peek() != Some(b'{') {
        return Err(Fault::new(0, "the labels of a series in braces"));
    }
    let row = state.series(&mut c, Dialect::Dump, limits)?;
    c.skip_blanks();
    let at = c.at;
    if c.peek() == Some(b'{') {
        let help =
            "`promtool tsdb dump` writes native histograms without their schema; query the data directory itself";
        return Err(Fault::new(at, "a float").found("a native histogram").help(help));
    }
    let value = float(c.take_while(|byte| byte != b' '), at, "a number, `NaN`, `+Inf` or `-Inf`")?;
    c.skip_blanks();
    let at = c.at;
    let t_ms = std::str::from_utf8(c.rest()).ok().and_then(|text| text.trim_end().parse().ok());
    let t_ms = t_ms.ok_or_else(|| Fault::new(at, "a timestamp in milliseconds at the end of the line"))?;
    Ok(Line::Sample { row, t_ms: Some(t_ms), value })
}
