//! Native histograms where a verb asks for no text: their fields, as Go prints those of a struct behind a pointer.

use promenade_model::FloatHistogram;
use promenade_model::histogram::{CounterResetHint, Span};

use super::print::Printer;

impl Printer {
    /// `&{%!f(histogram.CounterResetHint=0) 2 …}`
    pub(super) fn histogram(&mut self, histogram: &FloatHistogram, verb: char) {
        self.text.push_str("&{");
        let hint = match histogram.counter_reset_hint {
            CounterResetHint::Unknown => 0_u64,
            CounterResetHint::Reset => 1,
            CounterResetHint::NotReset => 2,
            CounterResetHint::Gauge => 3,
        };
        self.number(hint, ("CounterResetHint:", "histogram.CounterResetHint"), verb);
        self.text.push(' ');
        self.number(i64::from(histogram.schema), ("Schema:", "int32"), verb);
        for (name, value) in [
            (" ZeroThreshold:", histogram.zero_threshold),
            (" ZeroCount:", histogram.zero_count),
            (" Count:", histogram.count),
            (" Sum:", histogram.sum),
        ] {
            self.name(name);
            self.float(value, verb);
        }
        self.name(" PositiveSpans:");
        self.spans(&histogram.positive.spans, verb);
        self.name(" NegativeSpans:");
        self.spans(&histogram.negative.spans, verb);
        for (name, values) in [
            (" PositiveBuckets:", &histogram.positive.counts[..]),
            (" NegativeBuckets:", &histogram.negative.counts),
            (" CustomValues:", &histogram.custom_values),
        ] {
            self.name(name);
            self.elements(values, |printer, value| printer.float(*value, verb));
        }
        self.text.push('}');
    }

    /// The space before a field, and its name where names are asked for.
    fn name(&mut self, name: &str) {
        self.text.push_str(if self.has_field_names { name } else { " " });
    }

    fn float(&mut self, value: f64, verb: char) {
        self.value(&super::value::Value::Float(value), verb, 1);
    }

    fn spans(&mut self, spans: &[Span], verb: char) {
        self.elements(spans, |printer, span| {
            printer.text.push('{');
            printer.number(i64::from(span.offset), ("Offset:", "int32"), verb);
            printer.text.push(' ');
            printer.number(u64::from(span.length), ("Length:", "uint32"), verb);
            printer.text.push('}');
        });
    }

    fn elements<T>(&mut self, elements: &[T], print: impl Fn(&mut Self, &T)) {
        self.text.push('[');
        for (i, element) in elements.iter().enumerate() {
            self.text.push_str(if i > 0 { " " } else { "" });
            print(self, element);
        }
        self.text.push(']');
    }
}
