use core::fmt::{self, Write as _};

/// A text that comes from a request, as messages show it: in one line, whatever
/// is in it, and with nothing that a terminal would obey.
pub(crate) struct Plain<'a>(pub(crate) &'a str);

impl fmt::Display for Plain<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|character| match character {
            '"' | '\'' | '\\' => formatter.write_char(character),
            _ => character
                .escape_debug()
                .try_for_each(|it| formatter.write_char(it)),
        })
    }
}
