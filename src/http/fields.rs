//! Reads the fields of a body, a query or a path, and collects everything that is wrong with them, each under its
//! pointer. The same readers, run on nothing, say what they would read: the description of the API comes from that.

use super::problem::FieldError;
use super::readable::Readable;
use super::seal::Seal;
use execora_domain::ledger::Patch;
use jiff::civil::Date;
use serde_json::{Map, Value, json};

/// Named values that are being read, or described.
pub(crate) struct Fields<'a> {
    object: Option<&'a Map<String, Value>>,
    /// What stands before a name in a pointer: `/`, `/items/0/`, `?`.
    prefix: String,
    /// Values come as text, as in a URL.
    texts: bool,
    errors: Vec<FieldError>,
    /// What was read so far, while the fields are being described.
    shape: Option<Shape>,
    /// What a list's cursors are sealed with.
    seal: Option<Seal>,
}

/// What a reader reads.
#[derive(Clone, Default, Debug)]
pub(crate) struct Shape {
    pub(crate) properties: Vec<Property>,
    /// Of each of these groups of names, one is needed.
    one_of: Vec<&'static [&'static str]>,
}

/// One field that a reader reads.
#[derive(Clone, Debug)]
pub(crate) struct Property {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) required: bool,
    pub(crate) schema: Value,
}

impl<'a> Fields<'a> {
    /// Reads a body.
    pub(crate) fn of_body(body: &'a Value) -> Self {
        Self::at(body, "/".to_owned())
    }

    /// Reads the parameters of a URL, whose values are text.
    pub(crate) fn of_texts(texts: &'a Map<String, Value>, prefix: &str) -> Self {
        Self { object: Some(texts), prefix: prefix.to_owned(), texts: true, errors: vec![], shape: None, seal: None }
    }

    /// Reads nothing, but notes what it is asked for.
    pub(crate) fn described() -> Self {
        let shape = Some(Shape::default());
        Self { object: None, prefix: String::new(), texts: false, errors: vec![], shape, seal: None }
    }

    fn at(value: &'a Value, prefix: String) -> Self {
        let mut fields =
            Self { object: value.as_object(), prefix, texts: false, errors: vec![], shape: None, seal: None };
        if fields.object.is_none() {
            let pointer = fields.prefix.trim_end_matches('/').to_owned();
            fields.errors.push(FieldError { pointer, message: "must be an object".into() });
        }
        fields
    }

    /// The same, of a list whose cursors have this seal.
    pub(crate) fn sealed(self, seal: Option<Seal>) -> Self {
        Self { seal, ..self }
    }

    /// What a list's cursors are sealed with.
    pub(crate) fn seal(&self) -> Option<Seal> {
        self.seal.clone()
    }

    /// What was wrong.
    pub(crate) fn into_errors(self) -> Vec<FieldError> {
        self.errors
    }

    /// What was asked for, where the fields were described.
    pub(crate) fn into_shape(self) -> Shape {
        self.shape.unwrap_or_default()
    }

    /// A value that must be there.
    pub(crate) fn required<T: Readable>(&mut self, name: &'static str, about: &'static str) -> Option<T> {
        self.describe(name, about, true, T::schema);
        let value = self.read(name);
        if value.is_none() {
            self.missing(name);
        }
        value
    }

    /// A value that may be left out or null.
    pub(crate) fn optional<T: Readable>(&mut self, name: &'static str, about: &'static str) -> Option<T> {
        self.describe(name, about, false, T::schema);
        self.read(name)
    }

    /// A value that may be left as it is, or taken away with null.
    pub(crate) fn change<T: Readable>(&mut self, name: &'static str, about: &'static str) -> Patch<T> {
        self.describe(name, about, false, || or_null(T::schema()));
        if self.is_null(name) {
            return Patch::Clear;
        }
        self.read(name).map_or(Patch::Keep, Patch::Set)
    }

    /// Every object of a list that must be there, each read by `read`.
    pub(crate) fn each<T>(
        &mut self,
        name: &'static str,
        about: &'static str,
        mut read: impl FnMut(&mut Fields<'_>) -> Option<T>,
    ) -> Option<Vec<T>> {
        self.describe(name, about, true, || json!({ "type": "array", "items": described(&mut read) }));
        let values = self.objects(name, read);
        if values.is_none() {
            self.missing(name);
        }
        values
    }

    /// The same of a list that may be left out or null.
    pub(crate) fn optional_each<T>(
        &mut self,
        name: &'static str,
        about: &'static str,
        mut read: impl FnMut(&mut Fields<'_>) -> Option<T>,
    ) -> Option<Vec<T>> {
        self.describe(name, about, false, || json!({ "type": "array", "items": described(&mut read) }));
        self.objects(name, read)
    }

    fn objects<T>(&mut self, name: &str, mut read: impl FnMut(&mut Fields<'_>) -> Option<T>) -> Option<Vec<T>> {
        let Value::Array(items) = self.present(name)? else { return self.wrong(name, "must be a list") };
        let mut values = vec![];
        for (index, item) in items.iter().enumerate() {
            let mut fields = Fields::at(item, format!("{}{name}/{index}/", self.prefix));
            values.extend(read(&mut fields));
            self.errors.append(&mut fields.errors);
        }
        Some(values)
    }

    /// Notes that one of these fields, each read as optional, must be there.
    pub(crate) fn one_of(&mut self, names: &'static [&'static str]) {
        if let Some(shape) = &mut self.shape {
            shape.one_of.push(names);
        }
        let [first, ..] = names else { return };
        let missing = self.object.is_some() && names.iter().all(|name| self.present(name).is_none());
        if missing {
            let _none: Option<()> = self.wrong(first, &format!("is missing: one of {} is needed", names.join(", ")));
        }
    }

    /// Notes where a span of days ends before it begins.
    pub(crate) fn in_order(&mut self, from: Option<Date>, to: Option<Date>) {
        if from.zip(to).is_some_and(|(from, to)| from > to) {
            let _none: Option<()> = self.wrong("to", "must not be before from");
        }
    }

    /// Whether a field is there and null.
    pub(crate) fn is_null(&self, name: &str) -> bool {
        self.object.and_then(|object| object.get(name)).is_some_and(Value::is_null)
    }

    /// Notes that a field is not what it must be.
    pub(crate) fn wrong<T>(&mut self, name: &str, message: &str) -> Option<T> {
        let pointer = format!("{}{name}", self.prefix);
        self.errors.push(FieldError { pointer, message: message.to_owned() });
        None
    }

    fn describe(&mut self, name: &'static str, about: &'static str, required: bool, schema: impl FnOnce() -> Value) {
        if let Some(shape) = &mut self.shape {
            shape.properties.push(Property { name, about, required, schema: schema() });
        }
    }

    fn read<T: Readable>(&mut self, name: &str) -> Option<T> {
        let value = self.present(name)?;
        let read = if self.texts && !T::IS_TEXT {
            let of_text = value.as_str().and_then(|text| serde_json::from_str(text).ok());
            of_text.and_then(|value| T::read(&value))
        } else {
            T::read(value)
        };
        read.or_else(|| self.wrong(name, T::MUST_BE))
    }

    fn present(&self, name: &str) -> Option<&'a Value> {
        self.object?.get(name).filter(|value| !value.is_null())
    }

    /// Only where nothing was said about the field yet.
    fn missing(&mut self, name: &str) {
        if self.object.is_some() && self.present(name).is_none() {
            let _none: Option<()> = self.wrong(name, "is missing");
        }
    }
}

impl Shape {
    /// The JSON schema of an object with these fields and no others.
    pub(crate) fn schema(&self) -> Value {
        let mut properties = Map::new();
        for property in &self.properties {
            let mut schema = if property.required { property.schema.clone() } else { or_null(property.schema.clone()) };
            if let Value::Object(fields) = &mut schema {
                fields.insert("description".into(), property.about.into());
            }
            properties.insert(property.name.to_owned(), schema);
        }
        let required: Vec<&str> = self.properties.iter().filter(|one| one.required).map(|one| one.name).collect();
        let mut schema = json!({ "type": "object", "properties": properties, "additionalProperties": false });
        if !required.is_empty() {
            schema["required"] = json!(required);
        }
        let groups: Vec<Value> = self
            .one_of
            .iter()
            .map(|names| json!({ "anyOf": names.iter().map(|name| json!({ "required": [name] })).collect::<Vec<_>>() }))
            .collect();
        if !groups.is_empty() {
            schema["allOf"] = json!(groups);
        }
        schema
    }

    /// Whether nothing is read.
    pub(crate) fn is_empty(&self) -> bool {
        self.properties.is_empty()
    }

    /// Whether something must be there.
    pub(crate) fn is_required(&self) -> bool {
        !self.one_of.is_empty() || self.properties.iter().any(|property| property.required)
    }
}

/// The same, or null.
fn or_null(mut schema: Value) -> Value {
    match schema.get("type") {
        Some(Value::String(kind)) if !schema.as_object().is_some_and(|fields| fields.contains_key("enum")) => {
            schema["type"] = json!([kind, "null"]);
            schema
        }
        _ if accepts_null(&schema) => schema,
        _ => json!({ "anyOf": [schema, { "type": "null" }] }),
    }
}

fn accepts_null(schema: &Value) -> bool {
    let is_null = |kind: &Value| kind == "null";
    schema["type"].as_array().is_some_and(|kinds| kinds.iter().any(is_null))
        || schema["anyOf"].as_array().is_some_and(|all| all.iter().any(|one| is_null(&one["type"])))
}

fn described<T>(read: &mut impl FnMut(&mut Fields<'_>) -> Option<T>) -> Value {
    let mut fields = Fields::described();
    let _nothing_to_read = read(&mut fields);
    fields.into_shape().schema()
}

/// What a value has that its schema does not know, each with the name that was probably meant.
pub(crate) fn unknown(value: &Value, schema: &Value, prefix: &str) -> Vec<FieldError> {
    let mut errors = vec![];
    if let (Some(object), Some(known)) = (value.as_object(), schema["properties"].as_object()) {
        for (name, inner) in object {
            match known.get(name) {
                Some(schema) => errors.extend(unknown(inner, schema, &format!("{prefix}{name}/"))),
                None => errors.push(FieldError {
                    pointer: format!("{prefix}{}", escaped(name)),
                    message: unknown_message(name, known.keys().map(String::as_str)),
                }),
            }
        }
    }
    if let Some(items) = value.as_array() {
        for (index, item) in items.iter().enumerate() {
            errors.extend(unknown(item, &schema["items"], &format!("{prefix}{index}/")));
        }
    }
    errors
}

/// What is said about a name that is not known here.
pub(crate) fn unknown_message<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let near = known
        .map(|one| (strsim::damerau_levenshtein(&one.to_lowercase(), &name.to_lowercase()), one))
        .filter(|(distance, one)| *distance <= one.len().div_ceil(3))
        .min();
    near.map_or_else(|| "is not known here".to_owned(), |(_, one)| format!("is not known here: did you mean {one}?"))
}

/// A name as RFC 6901 writes it, cut where it is absurdly long.
fn escaped(name: &str) -> String {
    name.chars().take(100).collect::<String>().replace('~', "~0").replace('/', "~1")
}

/// Reads a body with one reader, for the tests of readers.
#[cfg(test)]
pub(crate) fn read_body<T>(
    body: &Value,
    read: impl Fn(&mut Fields<'_>) -> Option<T>,
) -> Result<T, super::problem::Failure> {
    use super::problem::Failure;

    let mut fields = Fields::of_body(body);
    let value = read(&mut fields);
    let errors = fields.into_errors();
    if errors.is_empty() { value.ok_or(Failure::Internal) } else { Err(Failure::Malformed(errors)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::problem::Failure;
    use execora_domain::money::Money;
    use execora_domain::quantity::Quantity;

    fn pointers(failure: Failure) -> Vec<String> {
        let Failure::Malformed(errors) = failure else { panic!("{failure:?}") };
        errors.into_iter().map(|error| error.pointer).collect()
    }

    #[test]
    fn money_is_whole_paise_and_nothing_else() {
        let read = |value: Value| {
            read_body(&json!({ "amountPaise": value }), |fields| fields.required::<Money>("amountPaise", "how much"))
        };
        assert_eq!(read(json!(50_000)), Ok(Money::from_paise(50_000)));
        for wrong in [json!(500.5), json!(500.0), json!("500"), json!(true), json!(1e300), json!(u64::MAX), json!(null)]
        {
            assert_eq!(pointers(read(wrong).unwrap_err()), ["/amountPaise"]);
        }
    }

    fn reader(fields: &mut Fields<'_>) -> Option<((String, Vec<Quantity>), String)> {
        let name = fields.required("name", "the name");
        let items = fields.each("items", "the lines", |item| item.required("quantityMilli", "how much"));
        let phone = fields.required("phone", "the phone");
        name.zip(items).zip(phone)
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let body = json!({"name": 5, "items": [{"quantityMilli": 1}, {"quantityMilli": "1"}, 7]});
        let expected = ["/name", "/items/1/quantityMilli", "/items/2", "/phone"];
        assert_eq!(pointers(read_body(&body, reader).unwrap_err()), expected);
    }

    #[test]
    fn a_body_that_is_no_object_is_one_error() {
        let read = |fields: &mut Fields<'_>| fields.required::<String>("name", "the name");
        assert_eq!(pointers(read_body(&json!([1]), read).unwrap_err()), [""]);
    }

    #[test]
    fn a_reader_that_is_run_on_nothing_says_what_it_reads() {
        let mut fields = Fields::described();
        reader(&mut fields);
        let schema = fields.into_shape().schema();
        assert_eq!(schema["required"], json!(["name", "items", "phone"]));
        assert_eq!(schema["properties"]["items"]["items"]["properties"]["quantityMilli"]["type"], "integer");
    }

    #[test]
    fn a_field_that_is_misspelt_is_refused_with_the_name_that_was_meant() {
        let schema = described(&mut |fields: &mut Fields<'_>| {
            fields.each("items", "the lines", |item| item.optional::<Money>("ratePaise", "the rate"));
            fields.optional::<Money>("creditLimitPaise", "the limit")
        });
        let body = json!({"creditLimtPaise": 5, "items": [{"rate/": 1}], "zzz": 1});
        let errors = unknown(&body, &schema, "/");
        let told: Vec<(&str, &str)> = errors.iter().map(|one| (one.pointer.as_str(), one.message.as_str())).collect();
        let meant = "is not known here: did you mean creditLimitPaise?";
        let expected =
            [("/creditLimtPaise", meant), ("/items/0/rate~1", "is not known here"), ("/zzz", "is not known here")];
        assert_eq!(told, expected);
    }

    #[test]
    fn null_takes_a_field_away_only_where_it_is_changed() {
        let body = json!({"phone": null, "name": null});
        let read = |fields: &mut Fields<'_>| {
            Some((fields.change::<String>("phone", "the phone"), fields.optional::<String>("name", "the name")))
        };
        assert_eq!(read_body(&body, read), Ok((Patch::Clear, None)));
    }

    #[test]
    fn values_of_a_url_are_read_from_text() {
        let texts = json!({"amountPaise": "5", "name": "5", "wrong": "x"});
        let mut fields = Fields::of_texts(texts.as_object().unwrap(), "?");
        assert_eq!(fields.optional("amountPaise", "how much"), Some(Money::from_paise(5)));
        assert_eq!(fields.optional("name", "who"), Some("5".to_owned()));
        assert_eq!(fields.optional::<bool>("wrong", "whether"), None);
        assert_eq!(fields.into_errors()[0].pointer, "?wrong");
    }
}
