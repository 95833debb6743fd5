//! What matching costs, in steps.

/// Counts steps for the test below: bytes that are compared, at most, and of a
/// search, symbols shown to it and characters shown to a block. Otherwise nothing.
pub(super) fn look_at(steps: usize) {
    #[cfg(test)]
    tests::LOOKED_AT.fetch_add(steps, core::sync::atomic::Ordering::Relaxed);
    #[cfg(not(test))]
    let _ = steps;
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::ToString;
    use core::sync::atomic::{AtomicUsize, Ordering};

    use crate::iam::{Effect, Match, PolicyKind, Version};
    use crate::runtime::{ContextValue, Request, StandInSpec, StatementSpec, TreeBuilder};

    pub(super) static LOOKED_AT: AtomicUsize = AtomicUsize::new(0);

    /// The steps that it takes to decide about one resource by one pattern, where
    /// the variable `${aws:UserAgent}` has a value.
    fn cost(pattern: &str, resource: &str, value: &str) -> Option<usize> {
        let mut builder = TreeBuilder::new();
        let statement = StatementSpec {
            sid: None,
            effect: Effect::Allow,
            principals: None,
            actions: &Match::Any(["s3:GetObject".to_string()].into()),
            resources: Some(&Match::Any([format!("arn:aws:s3:::b/{pattern}")].into())),
            condition: &[],
            version: Version::V2012,
            file: "",
            line: 0,
        };
        let policy = builder.policy(PolicyKind::Identity, "p", [statement]);
        builder.stand_in(&StandInSpec {
            identity: [policy.ok()?].into(),
            ..StandInSpec::default()
        });
        let tree = builder.finish().ok()?;
        let caller = tree.principal("arn:aws:iam::111122223333:user/Ann").ok()?;
        let resource = format!("arn:aws:s3:::b/{resource}");
        let context = [("aws:UserAgent", ContextValue::One(value))];
        let request = Request::new(&caller, "s3:GetObject", &resource)
            .with_context(&context)
            .with_complete_context();
        let before = LOOKED_AT.load(Ordering::Relaxed);
        tree.decide(&request).ok()?;
        Some(LOOKED_AT.load(Ordering::Relaxed) - before)
    }

    /// One test, for the count is one.
    #[test]
    fn no_pattern_and_no_text_take_long() {
        plain_text_costs_what_pattern_and_text_are_long();
        any_characters_cost_a_step_for_64();
        segments_that_are_found_cost_what_they_are_long();
    }

    fn plain_text_costs_what_pattern_and_text_are_long() {
        for length in [1_000, 10_000, 100_000] {
            let text = "a".repeat(length);
            for stars in [1, 5, 50, 400] {
                for pattern in [
                    format!("{}b*", "a*".repeat(stars)),
                    format!("*{}b*", "aa*".repeat(stars)),
                    format!("*{}b*", "a".repeat(stars)),
                ] {
                    let most = 4 * (length + pattern.len()) + 200;
                    let cost = cost(&pattern, &text, "");
                    assert!(
                        cost.is_some_and(|cost| cost > 0 && cost <= most),
                        "{length} {stars} {cost:?}"
                    );
                }
            }
        }
    }

    /// Each of these is tried at every place of its text, to its end.
    fn any_characters_cost_a_step_for_64() {
        for unit in ["a", "€"] {
            for length in [4, 63, 64, 65, 128, 1_500, 5_000] {
                let before = length - 2;
                let alternating = format!("?{unit}").repeat(before / 2);
                let same = unit.repeat(before);
                for (pattern, value) in [
                    (format!("*{alternating}?b*"), ""),
                    (format!("*{same}?b*"), ""),
                    (format!("*?{same}b*"), ""),
                    (format!("*{}b*", "?".repeat(before)), ""),
                    ("*?${aws:UserAgent}b*".to_string(), &*same),
                    ("*${aws:UserAgent}b*".to_string(), &*same),
                ] {
                    for text in [500, 6_000] {
                        let cost = cost(&pattern, &unit.repeat(text), value);
                        let words = length / 64 + 1;
                        let most = 5 * text * words / 4 + 40 * length * unit.len() + 1_000;
                        assert!(
                            cost.is_some_and(|cost| cost > 0 && cost <= most),
                            "{length} {text} {cost:?} {most}"
                        );
                    }
                }
            }
        }
    }

    /// Of many segments, each leaves to the next what follows it.
    fn segments_that_are_found_cost_what_they_are_long() {
        for length in [2, 10, 63, 64, 65, 200, 1_000] {
            for segments in [1, 10, 100] {
                for far in [0, 3, 20] {
                    let segment = format!("{}?b", "a".repeat(length - 2));
                    let pattern = format!("*{}c", format!("{segment}*").repeat(segments));
                    let found = format!("{}{}ab", "a".repeat(far), "a".repeat(length - 2));
                    let text = found.repeat(segments);
                    let cost = cost(&pattern, &text, "");
                    let words = length / 64 + 1;
                    let most = 5 * text.len() * words / 4 + 40 * pattern.len() + 1_000;
                    assert!(
                        cost.is_some_and(|cost| cost > 0 && cost <= most),
                        "{length} {segments} {far} {cost:?} {most}"
                    );
                }
            }
        }
    }
}
