//! `cargo run -- [IMAGE]`: serves on `ADDRESS`, or 127.0.0.1:8080. The image is
//! the file that `POST /policy` loads.

use std::env;
use std::io;
use std::path::PathBuf;

use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> io::Result<()> {
    let address = env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    let image = env::args_os().nth(1).map(PathBuf::from);
    let listener = TcpListener::bind(address).await?;
    println!("listening on http://{}", listener.local_addr()?);
    service::serve(listener, image.unwrap_or_else(|| "program.aclt".into())).await
}
