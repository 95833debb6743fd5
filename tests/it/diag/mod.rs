mod allow;
mod render;
