//! The documents. Nothing here knows who may do what.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::extract::{Path, State};
use axum::http::StatusCode;

use crate::Service;

/// All of them, by folder and name.
#[derive(Default)]
pub struct Documents(Mutex<BTreeMap<(String, String), String>>);

impl Documents {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<(String, String), String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A folder and a name, from the path.
type Place = Path<(String, String)>;

pub async fn read(
    State(service): State<Service>,
    Path(place): Place,
) -> Result<String, StatusCode> {
    let text = service.documents.lock().get(&place).cloned();
    text.ok_or(StatusCode::NOT_FOUND)
}

pub async fn write(State(service): State<Service>, Path(place): Place, text: String) -> StatusCode {
    service.documents.lock().insert(place, text);
    StatusCode::NO_CONTENT
}

pub async fn delete(State(service): State<Service>, Path(place): Place) -> StatusCode {
    match service.documents.lock().remove(&place) {
        Some(_) => StatusCode::NO_CONTENT,
        None => StatusCode::NOT_FOUND,
    }
}
