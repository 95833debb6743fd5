//! The one place where requests become questions to the policy. A route that
//! is not listed here is closed.

use std::net::{IpAddr, SocketAddr};
use std::time::{SystemTime, UNIX_EPOCH};

use aclc::runtime::{Decision, Request as Question, Time};
use axum::extract::{ConnectInfo, MatchedPath, RawPathParams, Request, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;

use crate::{Service, signed_in};

/// The routes.
pub const DOCUMENT: &str = "/documents/{folder}/{name}";
pub const POLICY: &str = "/policy";

/// What it takes to load a policy.
pub const RELOAD: &str = "docs:ReloadPolicy";

/// What a request wants to do, in the words of `access/docs.acl`.
fn action(route: &str, method: &Method) -> Option<&'static str> {
    match (route, method) {
        // A HEAD is a GET without its body.
        (DOCUMENT, &Method::GET | &Method::HEAD) => Some("docs:GetDocument"),
        (DOCUMENT, &Method::PUT) => Some("docs:PutDocument"),
        (DOCUMENT, &Method::DELETE) => Some("docs:DeleteDocument"),
        (POLICY, &Method::POST) => Some(RELOAD),
        _ => None,
    }
}

/// What it wants to do that with; nothing where the route lacks a parameter, for
/// `*` is not the same as anything. The parameters are decoded, as the handlers
/// get them.
fn resource<'p>(route: &str, get: impl Fn(&str) -> Option<&'p str>) -> Option<String> {
    match route {
        DOCUMENT => Some(format!(
            "arn:aws:docs:::{}/{}",
            get("folder")?,
            get("name")?
        )),
        // It is about no document.
        POLICY => Some("*".to_owned()),
        _ => None,
    }
}

/// Lets a request through that the policy allows, and no other.
pub async fn guard(
    State(service): State<Service>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    route: MatchedPath,
    parameters: RawPathParams,
    request: Request,
    next: Next,
) -> Result<Response, StatusCode> {
    let action = action(route.as_str(), request.method()).ok_or(StatusCode::FORBIDDEN)?;
    let get = |wanted: &str| {
        let found = parameters.iter().find(|(name, _)| *name == wanted)?;
        Some(found.1)
    };
    let resource = resource(route.as_str(), get).ok_or(StatusCode::FORBIDDEN)?;
    let user = signed_in::user(request.headers()).ok_or(StatusCode::UNAUTHORIZED)?;
    let address = address(peer.ip(), request.headers());
    if !may(&service, user, action, &resource, address) {
        return Err(StatusCode::FORBIDDEN);
    }
    Ok(next.run(request).await)
}

/// Whether the policy in force allows it, now and from this address.
fn may(service: &Service, user: &str, action: &str, resource: &str, from: IpAddr) -> bool {
    let live = service.policy.get();
    let policy = live.policy();
    let Ok(caller) = policy.user(user) else {
        return false;
    };
    let mut question = Question::new(&caller, action, resource).with("aws:SourceIp", from);
    // A clock that stands before 1970 tells no time, and then nothing that hangs
    // on the time is allowed.
    if let Ok(now) = SystemTime::now().duration_since(UNIX_EPOCH) {
        question = question.at(Time::since_1970(now));
    }
    match policy.explain(&question) {
        Ok(why) if why.answer().decision() == Decision::Allow => true,
        Ok(why) => {
            eprintln!("{}\n{}", why.question(), why.lines().join("\n"));
            false
        }
        Err(error) => {
            eprintln!("{action} on {resource:?} by {user} is not decided: {error}");
            false
        }
    }
}

/// The address that a request comes from. Our own proxy runs on this machine
/// and appends whom it speaks for; what others say of themselves does not count.
/// An IPv4 address is one however it is written: what listens for IPv6 as well
/// sees `::ffff:198.51.100.7` for `198.51.100.7`, which no rule has in mind.
fn address(peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    let forwarded = || {
        let header = headers.get_all("x-forwarded-for").iter().next_back()?;
        let last = header.to_str().ok()?.rsplit(',').next()?;
        last.trim().parse::<IpAddr>().ok()
    };
    let peer = peer.to_canonical();
    if peer.is_loopback() {
        forwarded().map_or(peer, |address| address.to_canonical())
    } else {
        peer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_without_its_parameters_asks_nothing() {
        let get = |given: &'static [(&str, &str)]| {
            move |wanted: &str| {
                let found = given.iter().find(|(name, _)| *name == wanted)?;
                Some(found.1)
            }
        };
        let whole = get(&[("folder", "reports"), ("name", "q3")]);
        let document = "arn:aws:docs:::reports/q3";
        assert_eq!(resource(DOCUMENT, whole).as_deref(), Some(document));
        let renamed = get(&[("folder", "reports"), ("document", "q3")]);
        assert_eq!(resource(DOCUMENT, renamed), None);
        assert_eq!(resource(POLICY, get(&[])).as_deref(), Some("*"));
        assert_eq!(resource("/elsewhere", whole), None);
    }

    #[test]
    fn an_address_is_one_however_it_is_written() {
        let client: IpAddr = "198.51.100.7".parse().unwrap();
        let mapped: IpAddr = "::ffff:198.51.100.7".parse().unwrap();
        let proxy: IpAddr = "::ffff:127.0.0.1".parse().unwrap();
        let forwarded = |chain: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("x-forwarded-for", chain.parse().unwrap());
            headers
        };
        assert_eq!(address(mapped, &HeaderMap::new()), client);
        let through = |chain: &str| address(proxy, &forwarded(chain));
        assert_eq!(through("203.0.113.9, 198.51.100.7"), client);
        assert_eq!(through("203.0.113.9, ::ffff:198.51.100.7"), client);
        // What nobody can read is from nowhere but the proxy.
        assert_eq!(through("unknown"), proxy.to_canonical());
        // Whoever is not our proxy speaks for nobody.
        assert_eq!(address(mapped, &forwarded("203.0.113.9")), client);
    }
}
