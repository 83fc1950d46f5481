//! Documents: text with places where lines may break, after Wadler's "A prettier printer".
//!
//! A group is laid out on one line where it fits, and otherwise broken at all its own lines. A comment ends its line
//! whatever the group; one inside a group breaks it, one at its edge does not.

mod printer;

use std::borrow::Cow;

use promenade_model::stack::TreeBox;

pub(crate) use printer::print;

/// A piece of layout.
#[derive(Debug)]
pub(crate) struct Doc<'a> {
    kind: Kind<'a>,
    comments: Comments,
}

#[derive(Debug)]
enum Kind<'a> {
    /// Text that is never broken; it may hold line ends of its own.
    Text(Cow<'a, str>),
    /// A space.
    Space,
    /// A space, or a line end where the group is broken.
    Line,
    /// Nothing, or a line end where the group is broken.
    SoftLine,
    /// A comment on a line of its own.
    OwnLineComment(&'a str),
    /// A comment at the end of the line that was begun.
    LineEndComment(&'a str),
    Concat(TreeBox<Vec<Doc<'a>>>),
    Indent(TreeBox<Doc<'a>>),
    Group(TreeBox<Doc<'a>>),
}

/// Where there are comments in a document.
#[allow(clippy::struct_excessive_bools)] // places that do not exclude each other
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Comments {
    /// Whether there is something other than comments.
    has_content: bool,
    /// A comment stands before all content.
    before: bool,
    /// A comment stands between content.
    within: bool,
    /// A comment stands after all content.
    after: bool,
}

impl Comments {
    const CONTENT: Self = Self { has_content: true, before: false, within: false, after: false };

    /// Of two documents, one after the other.
    fn then(self, next: Self) -> Self {
        let has_both = self.has_content && next.has_content;
        let between = self.after || next.before;
        Self {
            has_content: self.has_content || next.has_content,
            before: self.before || !self.has_content && between,
            within: self.within || next.within || has_both && between,
            after: next.after || !next.has_content && between,
        }
    }
}

impl<'a> Doc<'a> {
    /// Nothing.
    pub(crate) fn nil() -> Self {
        Self { kind: Kind::Concat(TreeBox::default()), comments: Comments::default() }
    }

    pub(crate) fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self { kind: Kind::Text(text.into()), comments: Comments::CONTENT }
    }

    pub(crate) fn space() -> Self {
        Self { kind: Kind::Space, comments: Comments::CONTENT }
    }

    pub(crate) fn line() -> Self {
        Self { kind: Kind::Line, comments: Comments::CONTENT }
    }

    pub(crate) fn soft_line() -> Self {
        Self { kind: Kind::SoftLine, comments: Comments::CONTENT }
    }

    pub(crate) fn own_line_comment(text: &'a str) -> Self {
        Self { kind: Kind::OwnLineComment(text), comments: Comments { before: true, ..Comments::default() } }
    }

    pub(crate) fn line_end_comment(text: &'a str) -> Self {
        Self { kind: Kind::LineEndComment(text), comments: Comments { after: true, ..Comments::default() } }
    }

    pub(crate) fn concat(parts: impl Into<Vec<Self>>) -> Self {
        let parts = parts.into();
        let comments = parts.iter().fold(Comments::default(), |all, part| all.then(part.comments));
        Self { kind: Kind::Concat(parts.into()), comments }
    }

    pub(crate) fn indent(self) -> Self {
        Self { comments: self.comments, kind: Kind::Indent(TreeBox::new(self)) }
    }

    pub(crate) fn group(self) -> Self {
        Self { comments: self.comments, kind: Kind::Group(TreeBox::new(self)) }
    }
}
