//! Documents over HTTP, each request guarded by `access/docs.acl`.
//!
//! | request | action | resource |
//! | --- | --- | --- |
//! | `GET /documents/FOLDER/NAME` | `docs:GetDocument` | `arn:aws:docs:::FOLDER/NAME` |
//! | `PUT /documents/FOLDER/NAME` | `docs:PutDocument` | the same |
//! | `DELETE /documents/FOLDER/NAME` | `docs:DeleteDocument` | the same |
//! | `POST /policy` | `docs:ReloadPolicy` | `*` |

mod documents;
mod guard;
mod policy;
mod signed_in;

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::middleware;
use axum::routing::{get, post};
use tokio::net::TcpListener;

use documents::Documents;
use policy::Current;

/// Who may do what, as it was when this was built.
pub mod access {
    aclc::include_policy!("docs");
}

/// What every request shares.
#[derive(Clone)]
struct Service {
    policy: Arc<Current>,
    documents: Arc<Documents>,
}

/// Answers requests until the process ends. The image is the file that `POST
/// /policy` loads.
///
/// # Errors
/// If the listener fails.
pub async fn serve(listener: TcpListener, image: PathBuf) -> io::Result<()> {
    let service = Service {
        policy: Arc::new(Current::new(image)),
        documents: Arc::default(),
    };
    let router = Router::new()
        .route(
            guard::DOCUMENT,
            get(documents::read)
                .put(documents::write)
                .delete(documents::delete),
        )
        .route(guard::POLICY, post(reload))
        .route_layer(middleware::from_fn_with_state(
            service.clone(),
            guard::guard,
        ))
        .with_state(service);
    let router = router.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, router).await
}

/// Loads the image anew; where it is not sound, the policy stays as it is.
async fn reload(State(service): State<Service>) -> (StatusCode, String) {
    match service.policy.reload().await {
        Ok(()) => (
            StatusCode::OK,
            "the new policy decides from now on\n".to_owned(),
        ),
        Err(error) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            format!("{error}; the policy stays as it is\n"),
        ),
    }
}
