//! Scalars: texts, integers, durations.

use promenade_go_yaml::{NodeIdx, Resolved, Tag, resolve};
use promenade_model::duration::parse_duration;

use super::super::check::RuleProblemKind;
use super::super::schema::Type;
use super::{Decoded, Decoder, Fatal, Scalar, Value, fatal};

impl Decoder<'_> {
    pub(super) fn scalar(&mut self, idx: NodeIdx, to: Type, out: &mut Value) -> Decoded<bool> {
        let node = self.tree.node(idx);
        let text = node.value();
        let resolved = if node.tag == Tag::Str.name() { Ok(Resolved::Other) } else { resolve(&node.tag, text) };
        let resolved = resolved
            .map_err(|found| fatal(idx, &format!("cannot decode {} `{text}` as a {}", found.name(), node.tag)))?;
        if resolved == Resolved::Null {
            // A null empties what can be empty, and leaves the rest as it is.
            let can_be_empty = matches!(to, Type::List(_) | Type::TextMap | Type::OptionalDuration);
            if can_be_empty {
                *out = Value::Zero;
            }
            return Ok(can_be_empty);
        }
        // A binary value must be one, whatever is wanted.
        let text = self.text(idx)?;
        match (to, resolved) {
            (Type::Text, _) => *out = Value::Text(text),
            (Type::Int, Resolved::Int(_)) => *out = Value::Int,
            (Type::Int, Resolved::Float(float)) if float <= i64::MAX as f64 => *out = Value::Int,
            _ => {
                let tag = self.tree.node(idx).tag.clone();
                self.misfit(idx, &tag, to);
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn text(&self, idx: NodeIdx) -> Decoded<Scalar> {
        let node = self.tree.node(idx);
        if node.tag != Tag::Binary.name() {
            return Ok(Scalar { text: node.value().to_owned(), node: idx, bytes: None });
        }
        let bytes = base64(node.value()).ok_or_else(|| fatal(idx, "!!binary value contains invalid base64 data"))?;
        Ok(match String::from_utf8(bytes) {
            Ok(text) => Scalar { text, node: idx, bytes: None },
            Err(error) => {
                let bytes = error.into_bytes();
                Scalar { text: String::from_utf8_lossy(&bytes).into_owned(), node: idx, bytes: Some(bytes) }
            }
        })
    }

    /// A duration is read as a text first.
    pub(super) fn duration(&mut self, idx: NodeIdx, out: &mut Value) -> Decoded<bool> {
        let n_misfits = self.misfits.len();
        let mut text = Value::Zero;
        self.unmarshal(idx, Type::Text, &mut text)?;
        if self.misfits.len() > n_misfits {
            return Ok(false);
        }
        let text = if let Value::Text(text) = text { text.text } else { String::new() };
        let duration_ms = parse_duration(&text).map_err(|e| Fatal {
            kind: RuleProblemKind::Duration,
            message: e.to_string(),
            node: idx,
        })?;
        *out = Value::Duration(duration_ms);
        Ok(true)
    }
}

/// Base64 with its padding; line breaks do not count.
fn base64(text: &str) -> Option<Vec<u8>> {
    let signs: Vec<u8> = text.bytes().filter(|byte| !matches!(byte, b'\r' | b'\n')).collect();
    let n_padding = signs.iter().rev().take_while(|sign| **sign == b'=').count();
    if !signs.len().is_multiple_of(4) || n_padding > 2 {
        return None;
    }
    let mut bytes = Vec::with_capacity(signs.len() / 4 * 3);
    for four in signs[..signs.len() - n_padding].chunks(4) {
        let mut bits: u32 = 0;
        for sign in four {
            bits = bits << 6 | sextet(*sign)?;
        }
        bits <<= 6 * (4 - four.len());
        bytes.extend_from_slice(&bits.to_be_bytes()[1..four.len()]);
    }
    Some(bytes)
}

fn sextet(sign: u8) -> Option<u32> {
    let value = match sign {
        b'A'..=b'Z' => sign - b'A',
        b'a'..=b'z' => sign - b'a' + 26,
        b'0'..=b'9' => sign - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    };
    Some(u32::from(value))
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn base64_is_strict() {
        for (text, bytes) in [
            ("", Some(&b""[..])),
            ("YQ==", Some(b"a")),
            ("YWI=", Some(b"ab")),
            ("YW\nJj", Some(b"abc")),
            ("/w==", Some(b"\xff")),
            ("YQ", None),
            ("YQ=", None),
            ("Y===", None),
            ("Y Q=", None),
            ("YQ==YQ==", None),
        ] {
            assert_eq!(base64(text).as_deref(), bytes, "{text:?}");
        }
    }
}
