use aclc::load::{Input, Texts, load};
#[test]
fn pages() {
    for code in aclc::diag::codes::ALL {
        let filter = std::env::var("ZZ").unwrap_or_default();
        if !code.name().starts_with(&filter) { continue; }
        for kind in ["fails", "fixed"] {
            let Some(at) = code.page().find(&format!("```acl {kind}")) else { println!("{code} no {kind}"); continue };
            let text = &code.page()[at..]; let text = &text[text.find('\n').unwrap()+1..]; let text = &text[..text.find("```").unwrap()];
            let (sources, mut found) = load(&[Input::Text{name:"a.acl".into(), bytes: text.into()}], &mut Texts::default());
            let (asts, more) = aclc::syntax::parse_all(&sources); found.append(more);
            let (program, more) = aclc::resolve::resolve(&asts, &sources);
            found.append(more);
            if !found.has_errors() { found.append(aclc::target::iam::emit(&program).1); }
            let mut s: Vec<String> = found.iter().map(|d| format!("{}: {}", d.code, d.message)).collect();
            s.truncate(4);
            println!("{code} {kind}: {s:#?}");
        }
    }
}
