//! Every code, one row each. A code is public: stable, and never used again
//! for something else. Its page is `docs/errors/ACLnnnn.md`.
//!
//! | range | what |
//! | --- | --- |
//! | 0001–0099 | files and bytes |
//! | 0100–0199 | syntax |
//! | 0200–0299 | names, declarations, reuse |
//! | 0300–0399 | grants: actions, resources, clauses |
//! | 0400–0499 | conditions |
//! | 0500–0599 | roles, resource policies, guardrails, boundaries |
//! | 0600–0699 | what IAM can hold: quotas, names, sizes |
//! | 0700–0799 | tests in the language |
//! | 0800–0899 | lints |
//! | 0900–0999 | no longer used: what needed a part that was not built in |
//! | 1000–1099 | IAM documents as input |
//! | 1100–1119 | the service catalog |
//! | 1120–1239 | lints that ask the service catalog |
//! | 1240–1299 | lints on security |

#![allow(
    clippy::zero_prefixed_literal,
    reason = "a code is written with four digits"
)]

use super::Severity;

/// A stable code such as `ACL0201`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Code(&'static Row);

#[derive(Debug, PartialEq, Eq, Hash)]
struct Row {
    name: &'static str,
    number: u16,
    severity: Severity,
    title: &'static str,
    page: &'static str,
}

impl Code {
    /// The code as it is written: `ACL` and four digits.
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// The number alone.
    pub fn number(self) -> u16 {
        self.0.number
    }

    /// How bad a problem with this code is.
    pub fn severity(self) -> Severity {
        self.0.severity
    }

    /// What the code is about, in a few words.
    pub fn title(self) -> &'static str {
        self.0.title
    }

    /// Its page, in Markdown.
    pub fn page(self) -> &'static str {
        self.0.page
    }

    /// The code of a name such as `ACL0201`, in any case.
    pub fn from_name(name: &str) -> Option<Self> {
        ALL.iter()
            .copied()
            .find(|code| code.name().eq_ignore_ascii_case(name))
    }
}

impl core::fmt::Display for Code {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.write_str(self.name())
    }
}

macro_rules! codes {
    ($($severity:ident $number:literal $name:ident $title:literal;)*) => {
        $(
            #[doc = $title]
            pub const $name: Code = Code(&Row {
                name: concat!("ACL", stringify!($number)),
                number: codes!(@number $number),
                severity: codes!(@severity $severity),
                title: $title,
                page: include_str!(concat!("../../docs/errors/ACL", stringify!($number), ".md")),
            });
        )*

        /// Every code, in the order of the table.
        pub const ALL: &[Code] = &[$($name),*];
    };
    (@number $number:literal) => { $number };
    (@severity error) => { Severity::Error };
    (@severity warning) => { Severity::Warning };
    (@severity suggestion) => { Severity::Suggestion };
}

#[rustfmt::skip]
codes! {
    // -- 0001–0099: files and bytes ------------------------------------------
    error 0001 FILE_TOO_LARGE "this file is too large";
    error 0002 FORBIDDEN_CHARACTER "a character that cannot be seen";
    error 0003 NOT_ASCII "only ASCII stands outside strings and comments";
    error 0050 FILE_MISSING "there is no such file";
    error 0051 FILE_UNREADABLE "a file cannot be read";
    error 0052 NOT_UTF8 "a file is not UTF-8";
    error 0053 USE_FOLDER "`use` names a folder";
    error 0054 USE_ITSELF "a file uses itself";
    error 0055 USE_PATH "`use` takes a relative path";
    error 0056 NO_PROGRAM "there is no program here";
    error 0057 REQUEST "this request cannot be asked";
    error 0060 OUTPUT_UNWRITABLE "the output cannot be written";
    error 0061 OUTPUT_NOT_OURS "the output folder holds something else";
    error 0062 CONTRADICTION_WITHIN "the compiler contradicts itself";
    error 0063 WRITTEN_DIFFERS "what was written does not say what the program says";
    error 0064 BUILD_SETTINGS "a build script asks for what cannot be";
    error 0065 NO_CONSTANT "two names make one constant";
    error 0066 IMAGE_UNREADABLE "not an image that can be read";
    error 0067 IMAGE_GIVEN "an image stands where a text is read";
    error 0068 OWN_SERVICE "this cannot be a service of one's own";
    warning 0070 UNUSED_ALLOWANCE "a comment allows a warning that is not there";
    warning 0071 UNKNOWN_ALLOWANCE "a comment to the compiler is not understood";
    warning 0072 FOREIGN_DOCUMENT "a document in the output folder is not of the program";

    // -- 0100–0199: syntax ---------------------------------------------------
    error 0101 UNEXPECTED "something else was expected here";
    error 0102 NESTING "this is nested too deep";
    error 0103 UNCLOSED_BRACKET "brackets do not match";
    error 0104 UNTERMINATED_STRING "a string does not end on its line";
    error 0105 HASH_IN_WORD "`#` stands inside a word";
    error 0106 RESERVED_WORD "a reserved word is used as a name";
    error 0107 AND_BESIDE_OR "`and` beside `or` without parentheses";
    error 0108 CLAUSE_TWICE "a clause stands twice";
    error 0109 TRAILING_COMMA "a comma where nothing follows";
    error 0190 FORMAT_REFUSED "formatting would change what a file means";

    // -- 0200–0299: names, declarations, reuse -------------------------------
    error 0201 UNKNOWN_NAME "nothing of this name is declared";
    error 0202 DIFFERS_BY_CASE "two names differ only in case";
    error 0203 DECLARED_TWICE "declared twice";
    error 0204 CONTRADICTION "two pieces of one declaration contradict each other";
    error 0205 INVALID_NAME "not a name that AWS takes";
    error 0206 CLAUSE_NOT_HERE "this kind of declaration cannot hold this";
    error 0207 ACCOUNT_NUMBER "an account's number has twelve digits";
    error 0208 LIST_OF_USERS "a list of users takes no block and no grant";
    error 0209 CIRCULAR "something includes itself";
    error 0210 OTHER_ACCOUNT "this belongs to another account";
    error 0211 ESTATE "accounts, units and organization do not fit together";
    error 0212 SETTING "not a partition or region of AWS";
    error 0220 BAD_BRACES "braces that mean nothing";
    error 0221 BAD_VARIABLE "not a policy variable";
    error 0222 CHOICE_NOT_HERE "a choice cannot stand here";
    error 0223 BAD_ESCAPE "not an escape";
    error 0224 NEEDS_ONE_VALUE "this needs a name for one value";
    error 0225 WRONG_KIND_OF_LET "a `let` of another kind";
    error 0226 BARE_TEXT "text is quoted";
    error 0230 EXPANSION_LIMIT "this becomes too much when it is written out";
    error 0231 LOOP_BOUNDS "a loop's bounds are numbers";
    error 0240 ARGUMENTS "the arguments do not fit the policy";
    error 0241 INSTANCE_NAME "two policies would have one name";
    error 0242 BOUNDARY_DOCUMENT "a boundary's document must be in the program";
    warning 0243 UNATTACHED "a policy waits for arguments that nobody gives";
    warning 0244 UNUSED_NAME "a loop's variable or a parameter that nothing uses";
    error 0250 PATH "not a path that IAM takes";
    error 0251 TAGS "not tags that IAM takes";
    error 0252 MAX_SESSION "a session lasts 1 to 12 hours";
    error 0253 GROUPS_OF_USER "a user is in more than 10 groups";
    warning 0254 TAG_OF_AWS "a tag that AWS sets itself";
    error 0260 RESOURCE_HEAD "a resource policy is about one ARN";

    // -- 0300–0399: grants ---------------------------------------------------
    error 0301 ACTION_SHAPE "not an action";
    error 0302 ACTION_SERVICE "an action whose service has a wildcard";
    error 0303 ACTION_LEVEL "no such access level";
    error 0304 GLOBAL_OUTSIDE_EXCEPTION "`@global` stands only in an exception";
    error 0305 EXCEPTION_OF_NOTHING "an exception takes nothing away";
    error 0306 NOTHING_LEFT "the exceptions leave no action";
    warning 0307 ALLOW_NOT_ACTION "every action but some is allowed";
    warning 0308 WRITE_WITHOUT_CHANGE "a deny of `@write` leaves other changes open";
    error 0310 ARN_FIELDS "not an ARN";
    error 0311 ARN_SERVICE "not a service in an ARN";
    error 0312 ARN_ACCOUNT "not an account in an ARN";
    error 0313 ARN_PART "not a partition, region or resource in an ARN";
    error 0314 ARN_VARIABLE "a policy variable before the resource of an ARN";
    error 0320 RESOURCE_EXCEPTION "IAM cannot except these resources";
    error 0321 NOT_RESOURCE_EVERYTHING "every action is allowed on nearly everything";
    error 0322 NOT_RESOURCE_VARIABLE "an excepted resource holds a policy variable";
    warning 0323 ALLOW_NOT_RESOURCE "every resource but some is allowed";
    warning 0324 BUCKETS_OF_OTHERS "a pattern reaches buckets of other accounts";
    error 0325 NO_USER_NAME "a role's sessions have no user name";
    warning 0326 DENY_REACHES_BUCKET "a deny spares the objects of a bucket and not the bucket";
    error 0330 UNTIL_ON_CANNOT "a deny that expires opens by itself";
    error 0331 SID_SHAPE "not a name for a statement";
    error 0332 SID_TWICE "two statements of one policy have one name";
    error 0333 SUBJECT_NOT_HERE "a principal cannot stand here";
    error 0340 ASSUME_ANY "`may assume` names its roles";
    error 0341 ROLE_ARN "not the ARN of a role outside the program";
    warning 0342 OTHER_HALF_OUTSIDE "the role's half is not part of the program";
    error 0343 PASS_ANY "`may pass` names its roles";
    error 0344 UNKNOWN_SERVICE "no service is known by this name";
    error 0345 PASS_ELSEWHERE "a role is passed within its own account";
    error 0350 VERBATIM_WORDS "a verbatim line says it in IAM's own words";

    // -- 0400–0499: conditions -----------------------------------------------
    error 0400 UNKNOWN_OPERATOR "IAM has no such operator";
    error 0401 CONDITION_KEY "not a condition key";
    warning 0402 UNKNOWN_GLOBAL_KEY "no global condition key that is known here";
    error 0403 VALUE_TYPE "a value is not of the key's type";
    error 0404 CONDITION_DATE "not a date that IAM compares";
    error 0405 CONDITION_ADDRESS "not an address or range of addresses";
    error 0406 PRIVATE_ADDRESS "a private address is never the source of a request";
    error 0407 CONDITION_ARN "not an ARN that IAM compares";
    error 0408 VARIABLE_NOT_HERE "a policy variable cannot stand here";
    error 0409 WILDCARD_UNDER_EQUALS "a wildcard means nothing under `==`";
    error 0410 RELATION_OF_TYPE "values of this type do not compare so";
    error 0411 NEEDS_QUANTIFIER "a key with many values needs `any of`, `all of` or `only`";
    error 0412 SINGLE_VALUED "a key with one value takes no `any of`, `all of` or `only`";
    warning 0413 SET_OPERATOR_ON_SINGLE "a set operator on a key with one value";
    error 0414 ANY_OF_IF_PRESENT "`any of` does not go with `if present`";
    error 0415 ALL_OF_IN_CAN "`all of` is satisfied by a request without the key";
    error 0416 NO_COMPLEMENT "this has no exact opposite";
    error 0417 CANNOT_JOIN "two conditions on one key that no statement can hold";
    error 0418 TOO_MANY_STATEMENTS "this becomes too many statements";
    error 0419 CONDITION_SIZE "a condition is too large or too deep";
    error 0420 CONDITION_WORD "this cannot stand in this condition";
    error 0421 MFA_OF_ROLE "a role's session carries no MFA";
    warning 0422 MFA_IN_GUARDRAIL "a guardrail on MFA reaches roles too";
    error 0423 SAME_FOR_EVERY_REQUEST "this is the same for every request";
    error 0424 ABSENT_FOR_ROLE "a role's session has no user name";
    error 0425 TAG_KEY "the service has this tag under another key, or not at all";
    warning 0426 TAG_KEY_MISSES "a deny on tags does not reach every service";
    error 0428 ESTATE_VALUE "not an organization, account or unit";
    error 0429 DENY_ALWAYS_FIRES "this deny fires whatever the request says";
    warning 0430 RESTS_ON_MISSING_KEY "this also allows a request without the key";
    warning 0431 FALSE_IS_NOT_MISSING "`== false` does not deny a request without the key";
    warning 0432 ORDER_ON_TEXT "numbers, dates and truth values in a key of text";
    warning 0433 NEVER_APPLIES "this can never apply";
    warning 0434 SUFFIX_CHANGES_NOTHING "`if present` changes nothing here";
    warning 0435 READ_BY_TYPE "a value looks like another type than the catalog gives its key";

    // -- 0500–0599: roles, resource policies, guardrails, boundaries ---------
    error 0501 NO_ACCOUNT_NUMBER "an ARN needs the account's number";
    error 0502 EMPTY_GROUP "a group without members cannot be named";
    error 0503 NOT_A_PRINCIPAL "this kind of principal cannot stand here";
    error 0504 PRINCIPAL_ARN "not the ARN of a principal";
    error 0510 WEB_PROVIDER "not a web identity provider that IAM knows";
    error 0511 PROVIDER_SHAPE "not an identity provider of an account";
    error 0512 NO_AUDIENCE "a trust without an audience";
    error 0513 NO_SUBJECT "a trust of a shared provider without a subject";
    error 0514 LOOSE_SUBJECT "a subject that others can have too";
    error 0520 SUBJECT_MISSING "a line of a resource says who";
    error 0521 ANYONE_CAN "`anyone can` is written `public can`";
    error 0522 PUBLIC_CANNOT "`public cannot` is written `anyone cannot`";
    warning 0523 OWN_ACCOUNT "a grant to the resource's own account";
    error 0524 OTHER_BUCKET "the policy of a bucket names something else";
    error 0530 ALLOWS_NOTHING "a limit that allows nothing";
    error 0531 NOTHING_BESIDE "`can nothing` does not stand alone";
    error 0540 GUARDRAIL_SUBJECT "a guardrail is about everyone";
    error 0541 RESOURCE_GUARDRAIL "a resource guardrail cannot say this";
    error 0542 MIXED_GUARDRAILS "an allow list beside a guardrail that only denies";
    warning 0543 GUARDRAIL_REACHES_NOBODY "a guardrail on the management account";

    // -- 0600–0699: what IAM can hold ----------------------------------------
    error 0601 TAKEN_NAME "a name that AWS needs for one thing is taken";
    error 0602 TAKEN_FILE_NAME "two documents would be one file";
    error 0603 TOO_MANY_ATTACHED "more managed policies are attached than IAM allows";
    error 0604 TOO_MANY_GUARDRAILS "more guardrails are on one target than AWS allows";
    error 0605 DOCUMENT_TOO_LARGE "a document is larger than AWS allows";
    error 0606 ENTITY_TOO_LARGE "an entity's own grants are more than IAM can hold";
    error 0607 EMPTY_POLICY "a policy says nothing";
    error 0608 UNSUPPORTED_CHARACTER "no policy may hold this character";
    warning 0609 CROWDED_ACCOUNT "an account has more of a kind than AWS allows by default";
    error 0699 MALFORMED_STATEMENT "this kind of policy cannot hold this statement";

    // -- 0700–0799: tests ----------------------------------------------------
    error 0701 REQUEST_RESOURCE "a request is about one resource";
    error 0702 CONTEXT_KEY "not a condition key";
    error 0703 CONTEXT_TWICE "a condition key is given twice";
    error 0704 CONTEXT_VALUE "not a value of this condition key";
    error 0705 SESSION_OF_WHOM "only sessions have session policies";
    warning 0706 CONTEXT_DIFFERS "AWS sends another value here";
    warning 0707 UNREAD_CONTEXT "a test gives a key that no policy reads";
    error 0708 TEST_FAILED "a test does not hold";
    warning 0709 NO_TESTS "there is nothing to test";
    warning 0710 DOUBTFUL_REQUEST "AWS sends no such request";

    // -- 0800–0899: lints ----------------------------------------------------
    warning 0801 OVERRIDDEN_GRANT "a deny always overrides this grant";
    warning 0802 SHADOWED_GRANT "another line says all of this";
    warning 0803 GROUP_WITHOUT_MEMBERS "a group has no members";
    warning 0804 NEAR_NAMES "two names differ by one character";
    warning 0805 EVERYTHING "every action on everything";
    warning 0806 PAST_DATE "a date has passed";
    warning 0807 NEAR_DATE "a date passes soon";
    warning 0808 UNASSUMABLE_ROLE "nobody can assume a role";
    warning 0809 UNTRUSTED_SUBJECT "a role does not trust who may assume it";
    warning 0810 UNTRUSTED_SERVICE "a role does not trust the service that it is passed to";
    warning 0811 CONFUSED_DEPUTY "a stranger can have a service act on this";
    warning 0812 ANY_TOKEN "every token of a provider is taken";
    warning 0813 ONE_HALF "one half of a grant over an account border is missing";
    warning 0814 OPEN_DOOR "others get in by the trust of a whole account";
    warning 0815 SELF_TAGGING "access rests on a tag that its user can set";
    warning 0816 QUESTION_ABOUT_NOTHING "a test that expects a refusal asks about nothing";
    warning 0817 UNREACHED_SERVICE "a resource guardrail may not reach a service";
    warning 0818 MFA_OF_SHARED "MFA in a policy that a role has too";
    warning 0819 NAME_OF_TWO_KINDS "a name of two kinds";
    warning 0820 UNBRACED_VARIABLE "a policy variable without braces";
    warning 0821 FOLDER_ALONE "a folder of S3 without what lies below it";
    warning 0822 NEAR_ACCOUNT "the number of an account with two digits exchanged";
    warning 0823 NEAR_ACTIONS "two actions of a service of one's own differ by one character";

    // -- 1000–1099: IAM documents as input -----------------------------------
    error 1001 JSON_SYNTAX "not JSON";
    error 1002 JSON_STRING "not a string of JSON";
    error 1003 JSON_NESTING "JSON is nested too deep";
    error 1004 JSON_KEY_TWICE "a key stands twice in one object";
    error 1010 DOCUMENT_TYPE "a policy has a value of another type here";
    error 1011 UNKNOWN_ELEMENT "not an element of a policy";
    error 1012 MISSING_ELEMENT "an element of a policy is missing";
    error 1013 ELEMENT_NOT_HERE "this kind of policy cannot hold this";
    error 1014 BOTH_FORMS "an element stands beside its `Not` form";
    error 1015 DOCUMENT_VERSION "not a version of the policy language";
    error 1016 DOCUMENT_EFFECT "an effect is `Allow` or `Deny`";
    error 1017 DOCUMENT_SID "not a `Sid` that IAM takes";
    error 1018 DOCUMENT_SID_TWICE "two statements of a document have one `Sid`";
    warning 1019 ID_IN_IDENTITY_POLICY "an `Id` in an identity policy";
    error 1020 DOCUMENT_ACTION "not an action of a policy document";
    error 1021 DOCUMENT_RESOURCE "not a resource of a policy document";
    error 1022 DOCUMENT_PRINCIPAL "not a principal of a policy document";
    error 1023 PRINCIPAL_UNTOLD "nobody can be told to be this principal";
    error 1024 EMPTY_NOT "a `Not` element lists nothing";
    error 1025 DOCUMENT_OPERATOR "not a condition operator";
    warning 1026 OPERATOR_CASE "a condition operator in another letter case";
    error 1027 DOCUMENT_KEY "not a condition key of a policy document";
    warning 1028 DENIED_ID "a deny of a user or role that was deleted";
    error 1030 USE_DOCUMENT "`use` names an IAM document";
    error 1031 DOCUMENT_NAME "a document's file name ends in `.json`";
    error 1032 RESOURCE_OF_DOCUMENT "it is not clear which resource a document is about";
    error 1033 SECOND_DOCUMENT "only one document of this kind can stand alone";

    // -- 1050–1099: IAM documents as a program's text -------------------------
    error 1050 CANNOT_KEEP "what a document says cannot be kept";
    error 1051 NOT_A_DOCUMENT "no policy document";
    error 1052 WHAT_IS_IT "a document does not say what it is about";
    error 1053 DUMP_FIELD "the description of an account has something unknown";
    error 1054 DUMP_INCOMPLETE "the description of an account is not whole";
    error 1055 DOCUMENT_ENCODING "not a document in a string";
    warning 1057 PAST_LIMITS "more than AWS takes of a customer";

    // -- 1100–1119: the service catalog --------------------------------------
    error 1101 SERVICE_TO_EXPAND "an unknown service cannot be expanded";
    error 1102 LEVEL_OF_NOTHING "an access level without actions";
    error 1103 RESOURCES_NEEDED "`on` is left out where it says something";
    error 1104 CONSTRUCTOR_TYPE "there is no such resource type";
    error 1105 CONSTRUCTOR_FIELDS "not the fields of a resource type";
    error 1106 CONSTRUCTOR_SETTING "an ARN needs a region or an account";
    error 1107 NOTHING_TO_ASK "a test asks for no action";
    warning 1108 FROZEN_DENY "a deny that does not grow with AWS";
    error 1109 CATALOG_UNREADABLE "a catalog cannot be read";
    warning 1110 UNKNOWN_PREFIX "the catalog knows no such service";
    warning 1111 UNKNOWN_ACTION "the catalog knows no such action";
    warning 1112 PATTERN_OF_NOTHING "a pattern matches no action";

    // -- 1120–1199: what the catalog says of a line ---------------------------
    warning 1120 NEVER_ON_RESOURCE "an action beside resources that it does not work on";
    warning 1121 NEEDS_STAR "an action that works on no resource, beside an ARN";
    warning 1122 NO_SUCH_RESOURCE "no resource has such an ARN";
    warning 1123 UNKNOWN_KEY "a service has no such condition key";
    warning 1124 KEY_NOT_CARRIED "no request for an action carries a condition key";
    warning 1125 TAGS_NOT_SUPPORTED "no request for an action carries these tags";
    warning 1126 OPERATOR_OF_OTHER_TYPE "an operator of another type than the key";
    warning 1127 SET_OPERATOR "a set operator and the number of values do not fit";
    warning 1128 IMPOSSIBLE_VALUE "a value that its operator cannot read";
    warning 1129 IMPOSSIBLE_ID "a value that no value of the key looks like";
    warning 1130 WILDCARD_WITHOUT_LIKE "a wildcard that is a letter";
    warning 1131 PRIVATE_SOURCE "a private address where AWS sees the public one";
    warning 1132 MISSING_RESOURCE "an action is allowed on a part of what it needs";
    warning 1133 MISMATCHED_TRUST "a principal does not come in by this action";
    warning 1134 FOREIGN_ACTION "an action of another service than the resource's";
    warning 1135 MALFORMED_ARN "an ARN of no partition, region or account";
    warning 1136 KEY_IN_TWO_CASES "one condition key in two spellings";
    warning 1137 ROLES_ANYWHERE "a role lacks what Roles Anywhere needs";

    // -- 1200–1239: what can be said shorter or narrower ----------------------
    suggestion 1200 UNLIMITED_RESOURCE "an action on everything that could be limited";
    suggestion 1201 UNUSED_RESOURCE "a resource that no action of its line works on";
    suggestion 1202 MISSING_DEPENDENT "an action can need another one besides";
    suggestion 1203 REDUNDANT_ACTION "an action that another one takes in";
    suggestion 1204 REDUNDANT_RESOURCE "a resource that another one takes in";
    suggestion 1205 REDUNDANT_VALUE "a value that another one takes in";
    suggestion 1206 REDUNDANT_PRINCIPAL "a principal that another one takes in";
    suggestion 1207 FORMER_ACTION "an action that AWS no longer lists";
    suggestion 1208 HOST_BITS "a range is written by an address inside it";
    suggestion 1209 DEPRECATED_KEY "a condition key that AWS advises against";
    suggestion 1210 EMPTY_LIST "an element lists nothing";

    // -- 1240–1299: lints on security ----------------------------------------
    warning 1240 PRIVILEGE_ESCALATION "someone can get more rights than they were given";
    suggestion 1241 BORROWED_ROLE "someone can act as the role of what runs already";
    warning 1242 PASS_ANY_ROLE "any role can be passed to any service";
    suggestion 1243 ANY_SERVICE_LINKED_ROLE "any service can be let into the account";
    warning 1244 PUBLIC_ACCESS "everybody in the world is let in";
    warning 1245 ALLOW_NOT_PRINCIPAL "everybody but some is let in";
    warning 1246 KEY_NOT_OF_SERVICE "a caller is asked for what its requests do not carry";
    warning 1247 UNPAIRED_KEY "a key says little without another one";
    warning 1248 GOVERNED_BY_OTHERS "others may change who is let in";
    warning 1249 MFA_NOT_ASKED "a request without MFA passes by this";
    warning 1250 EVERY_VALUE_OF_NONE "a request without the key has all values right";
    warning 1251 TOKEN_FOR_ANYONE "a token for another application is taken";
    warning 1252 LOOSE_TOKEN_SUBJECT "other customers of a provider are let in";
    suggestion 1253 ANY_BRANCH "every branch of a repository is let in";
    suggestion 1254 DATA_EXFILTRATION "someone can read data everywhere";
    suggestion 1255 RESOURCE_EXPOSURE "someone can open resources to others";
    suggestion 1256 CREDENTIALS_EXPOSURE "someone can get credentials for everything";
    suggestion 1257 SERVICE_WILDCARD "every action of a service on everything";
    suggestion 1258 AUDIENCE_AS_LIST "the audience of a token is asked as a list";
    suggestion 1259 COMPUTE_ADMINISTRATOR "an administrator runs code";
}
