//! The server's own description, and whether what it answers is what the description says.

use serde_json::{Map, Value};
use tokio::sync::OnceCell;

/// OpenAPI, as the server gives it.
pub(crate) struct Description(Value);

impl Description {
    /// The description of the server at this address; one binary has one description, so it is asked for once.
    pub(crate) async fn of(http: &reqwest::Client, base: &str) -> &'static Self {
        static DESCRIPTION: OnceCell<Description> = OnceCell::const_new();
        let read = || async {
            let response = http.get(format!("{base}/api/v1/openapi.json")).send().await.unwrap();
            assert_eq!(response.status(), 200);
            Description(response.json().await.unwrap())
        };
        DESCRIPTION.get_or_init(read).await
    }

    /// Every operation: its method, its path and what is said of it.
    pub(crate) fn operations(&self) -> Vec<(String, String, &Value)> {
        let paths = self.0["paths"].as_object().unwrap();
        let all = paths.iter().flat_map(|(path, methods)| {
            methods.as_object().unwrap().iter().map(|(method, one)| (method.to_uppercase(), path.clone(), one))
        });
        all.collect()
    }

    /// Fails where an answer to a described operation is not as described.
    pub(crate) fn check(&self, method: &str, path: &str, status: u16, kind: &str, body: &Value) {
        let Some((template, operation)) = self.operation(method, path) else { return };
        let asked = format!("{method} {template} answered {status}: {body}");
        let response = &operation["responses"][status.to_string()];
        assert!(response.is_object(), "{asked}: the status is not described");
        let Some(content) = response["content"].as_object() else {
            assert_eq!(body, "", "{asked}: a body is not described");
            return;
        };
        let kind = kind.split(';').next().unwrap();
        let mut schema =
            content.get(kind).unwrap_or_else(|| panic!("{asked}: {kind} is not described"))["schema"].clone();
        schema["components"] = self.0["components"].clone();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let wrong: Vec<String> =
            validator.iter_errors(body).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(wrong.is_empty(), "{asked}: {wrong:?}");
    }

    /// The operation that a path leads to; a fixed name is preferred to a parameter.
    fn operation(&self, method: &str, path: &str) -> Option<(&str, &Value)> {
        let paths = self.0["paths"].as_object().unwrap();
        let mut fitting: Vec<&str> = paths.keys().filter(|template| fits(template, path)).map(String::as_str).collect();
        fitting.sort_by_key(|template| template.matches('{').count());
        let template = fitting.first()?;
        let methods: &Map<String, Value> = paths[*template].as_object()?;
        Some((template, methods.get(&method.to_lowercase())?))
    }
}

fn fits(template: &str, path: &str) -> bool {
    let (wanted, pieces): (Vec<_>, Vec<_>) = (template.split('/').collect(), path.split('/').collect());
    wanted.len() == pieces.len()
        && wanted
            .iter()
            .zip(pieces)
            .all(|(wanted, piece)| *wanted == piece || wanted.starts_with('{') && !piece.is_empty())
}
