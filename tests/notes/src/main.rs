use std::net::{IpAddr, Ipv4Addr};
use std::time::{SystemTime, UNIX_EPOCH};

use aclc::runtime::{Decision, Request, Time};

mod access {
    aclc::include_policy!("notes");
}

/// Whether a user may do something with a note, now and from this address.
fn may(user: &str, action: &str, note: &str, from: IpAddr) -> bool {
    let Ok(caller) = access::POLICY.user(user) else {
        return false;
    };
    let resource = format!("arn:aws:notes:::{note}");
    let mut request = Request::new(&caller, action, &resource).with("aws:SourceIp", from);
    if let Ok(now) = SystemTime::now().duration_since(UNIX_EPOCH) {
        request = request.at(Time::since_1970(now));
    }
    let answer = access::POLICY.decide(&request);
    answer.is_ok_and(|answer| answer.decision() == Decision::Allow)
}

/// Those of some notes that a user may read.
fn readable<'n>(user: &str, notes: &[&'n str]) -> Vec<&'n str> {
    let Ok(caller) = access::POLICY.user(user) else {
        return Vec::new();
    };
    let arn = |note: &&str| format!("arn:aws:notes:::{note}");
    let resources: Vec<String> = notes.iter().map(arn).collect();
    let requests: Vec<Request<'_>> = resources
        .iter()
        .map(|resource| Request::new(&caller, "notes:Read", resource))
        .collect();
    let answers = access::POLICY.decide_batch(&requests);
    notes
        .iter()
        .zip(answers)
        .filter(|(_, answer)| matches!(answer, Ok(answer) if answer.decision() == Decision::Allow))
        .map(|(note, _)| *note)
        .collect()
}

fn main() {
    let home = IpAddr::V4(Ipv4Addr::new(198, 51, 100, 9));
    for user in ["ann", "cleo", "eve"] {
        let read = may(user, "notes:Read", "plans/june", home);
        let write = may(user, "notes:Write", "plans/june", home);
        println!("{user}: read {read}, write {write}");
    }

    let notes = readable("ann", &["plans/june", "drafts/june"]);
    println!("ann reads {}", notes.join(", "));

    let readers = access::group::READERS.caller();
    let request = Request::new(&readers, "notes:Write", "arn:aws:notes:::plans/june");
    if let Ok(why) = access::POLICY.explain(&request) {
        println!("{}\n{}", why.question(), why.lines().join("\n"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_may_do_what() {
        let (home, office) = (
            Ipv4Addr::new(198, 51, 100, 9),
            Ipv4Addr::new(203, 0, 113, 9),
        );
        let june = "plans/june";
        assert!(may("ann", "notes:Read", june, home.into()));
        assert!(!may("ann", "notes:Write", june, home.into()));
        assert!(may("cleo", "notes:Write", june, home.into()));
        assert!(!may("eve", "notes:Read", june, home.into()));
        assert!(!may("notes/ann", "notes:Read", june, home.into()));
        assert!(!may("cleo", "notes:Delete", "drafts/june", home.into()));
        assert!(may("cleo", "notes:Delete", "drafts/june", office.into()));
    }

    #[test]
    fn many_at_once() {
        let notes = ["plans/june", "drafts/june"];
        assert_eq!(readable("ann", &notes), notes);
        assert!(readable("eve", &notes).is_empty());
    }
}
