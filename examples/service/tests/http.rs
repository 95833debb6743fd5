//! The service over real connections.

use std::fs;
use std::net::SocketAddr;
use std::path::PathBuf;

use aclc::{Input, Options, Texts};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// A service of its own for each test, and the file that it loads policies from.
struct Running {
    address: SocketAddr,
    image: PathBuf,
    _folder: TempDir,
}

async fn start() -> Running {
    let folder = tempfile::tempdir().unwrap();
    let image = folder.path().join("program.aclt");
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(service::serve(listener, image.clone()));
    Running {
        address,
        image,
        _folder: folder,
    }
}

impl Running {
    /// Sends one request; `who` may be nobody, and more headers can follow.
    async fn send(&self, who: &str, line: &str, headers: &str, body: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let token = match who {
            "" => String::new(),
            who => format!("Authorization: Bearer {who}-secret\r\n"),
        };
        let request = format!(
            "{line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{token}{headers}Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).await.unwrap();
        let (head, body) = response.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, body.to_owned())
    }

    async fn status(&self, who: &str, line: &str) -> u16 {
        self.send(who, line, "", "").await.0
    }
}

const Q3: &str = "/documents/reports/q3";

#[tokio::test]
async fn each_route_asks_the_policy() {
    let service = start().await;
    let put = service
        .send("cleo", &format!("PUT {Q3}"), "", "up by a third")
        .await;
    assert_eq!(put.0, 204);
    let read = service.send("ann", &format!("GET {Q3}"), "", "").await;
    assert_eq!(read, (200, "up by a third".to_owned()));
    assert_eq!(service.status("ann", &format!("HEAD {Q3}")).await, 200);
    assert_eq!(service.status("ann", &format!("PUT {Q3}")).await, 403);
    assert_eq!(
        service.status("ann", "GET /documents/drafts/plan").await,
        403
    );
    assert_eq!(
        service.status("cleo", "GET /documents/drafts/plan").await,
        404
    );
    assert_eq!(service.status("ann", "POST /policy").await, 403);
    assert_eq!(service.status("ann", &format!("PATCH {Q3}")).await, 403);
}

#[tokio::test]
async fn nobody_is_let_in() {
    let service = start().await;
    assert_eq!(service.status("", &format!("GET {Q3}")).await, 401);
    assert_eq!(service.status("eve", &format!("GET {Q3}")).await, 401);
    assert_eq!(service.status("ann", "GET /elsewhere").await, 404);
}

/// The guard and the handler see the same document, however its path is written.
#[tokio::test]
async fn a_path_written_otherwise_is_the_same_document() {
    let service = start().await;
    let line = "PUT /documents/dr%61fts/plan";
    assert_eq!(service.send("cleo", line, "", "a plan").await.0, 204);
    assert_eq!(
        service
            .send("cleo", "GET /documents/drafts/plan", "", "")
            .await
            .1,
        "a plan"
    );
    for line in [
        "GET /documents/dr%61fts/plan",
        "GET /documents/reports%2F..%2Fdrafts/plan",
    ] {
        assert_ne!(service.status("ann", line).await, 200, "{line}");
    }
    // A `*` is a name like any other, and no pattern.
    assert_eq!(service.status("ann", "GET /documents/*/plan").await, 403);
}

#[tokio::test]
async fn deleting_takes_the_office() {
    let service = start().await;
    let from = |address: &str| format!("X-Forwarded-For: {address}\r\n");
    let line = "DELETE /documents/drafts/plan";
    service
        .send("cleo", "PUT /documents/drafts/plan", "", "a plan")
        .await;
    assert_eq!(service.send("cleo", line, "", "").await.0, 403);
    assert_eq!(
        service
            .send("cleo", line, &from("198.51.100.9"), "")
            .await
            .0,
        403
    );
    // Only what our proxy has seen itself counts.
    let forged = from("203.0.113.9, 198.51.100.9");
    assert_eq!(service.send("cleo", line, &forged, "").await.0, 403);
    assert_eq!(
        service.send("cleo", line, &from("203.0.113.9"), "").await.0,
        204
    );
    let report = format!("DELETE {Q3}");
    assert_eq!(
        service
            .send("cleo", &report, &from("203.0.113.9"), "")
            .await
            .0,
        403
    );
}

/// The image of a program, as `aclc compile -o` writes it.
fn compile(program: &str) -> Vec<u8> {
    let mut texts: Texts = [("docs.acl", program)].into_iter().collect();
    let inputs = [Input::File("docs.acl".to_owned())];
    let compilation = aclc::compile(&inputs, &mut texts, &Options::default());
    compilation.compiled.unwrap().tree.to_bytes()
}

#[tokio::test]
async fn a_new_policy_takes_the_place_of_the_old_and_a_bad_one_does_not() {
    let service = start().await;
    let reload = async || service.send("dora", "POST /policy", "", "").await;
    let write = async || service.status("ben", &format!("PUT {Q3}")).await;
    assert_eq!(write().await, 403);

    let (status, why) = reload().await;
    assert_eq!(status, 422);
    assert!(why.starts_with("the image cannot be read: "), "{why}");

    let text = fs::read_to_string("access/docs.acl").unwrap();
    let wider = text.replace("group Editors: cleo", "group Editors: cleo, ben");
    let image = compile(&wider);

    // Whatever is wrong with it, the old policy goes on deciding.
    let mut newer = image.clone();
    newer[4] = 99;
    let mut changed = image.clone();
    changed[1000] ^= 1;
    let lacking = compile(&text.replace("Readers", "Lectors"));
    let last = compile(&text.replace("Operators can docs:ReloadPolicy", "Operators can docs:Rest"));
    let bad = [
        (&image[..image.len() / 2], "the image is cut short"),
        (&newer, "an image of version 99"),
        (&changed, "the image has been changed"),
        (&lacking, "the policy has no group/Readers"),
        (&last, "with it operators could load no other policy"),
    ];
    for (bytes, expected) in bad {
        fs::write(&service.image, bytes).unwrap();
        let (status, why) = reload().await;
        assert_eq!(status, 422);
        assert!(why.starts_with(expected), "{why}");
        assert!(why.ends_with("the policy stays as it is\n"), "{why}");
        assert_eq!(write().await, 403);
    }

    fs::write(&service.image, &image).unwrap();
    assert_eq!(reload().await.0, 200);
    assert_eq!(write().await, 204);
}

/// Requests that are under way while the policy changes are all answered by one
/// of the two.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_while_the_policy_changes() {
    let service = start().await;
    service.send("cleo", &format!("PUT {Q3}"), "", "up").await;
    let text = fs::read_to_string("access/docs.acl").unwrap();
    fs::write(&service.image, compile(&text)).unwrap();
    let asking = async {
        for _ in 0..50 {
            assert_eq!(service.status("ann", &format!("GET {Q3}")).await, 200);
        }
    };
    let reloading = async {
        for _ in 0..50 {
            assert_eq!(service.status("dora", "POST /policy").await, 200);
        }
    };
    tokio::join!(asking, reloading);
}
