/// Whether a text is the number of an account: twelve digits (AWS Account
/// Management Reference Guide, "View AWS account identifiers").
pub fn is_account_number(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}
