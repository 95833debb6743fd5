use core::fmt;

/// Why there is no text to hold. To be read by people: what a test that is
/// stopped by it prints has the lines of the program in it.
///
/// ```
/// use aclc::testing::Program;
///
/// let failure = Program::read(&["access/missing.acl"]).err().ok_or("it was read")?;
/// assert!(failure.to_string().contains("access/missing.acl"));
/// # Ok::<(), &str>(())
/// ```
pub struct Failure(pub(super) String);

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0.trim_end())
    }
}

/// The same, for it is this that `unwrap` and a test that returns an error
/// print.
impl fmt::Debug for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "\n{self}")
    }
}

impl core::error::Error for Failure {}
