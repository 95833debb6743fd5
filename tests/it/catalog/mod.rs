//! The service catalog: what is in it, that all of it is found, and that
//! nothing else is taken for one.

mod bytes;
mod data;
mod look_ups;
mod shortest;
mod traps;
mod uses;

use aclc::catalog::{
    Action, Catalog, ConditionKey, Draft, DraftAction, DraftKey, DraftResourceType, DraftService,
    DraftUse,
};

/// A catalog as a draft, read through its look-ups.
fn draft_of(catalog: &Catalog) -> Draft {
    let names = |keys: &mut dyn Iterator<Item = ConditionKey<'_>>| {
        keys.map(|key| key.name().to_owned()).collect()
    };
    let action = |action: Action<'_>| DraftAction {
        name: action.name().to_owned(),
        level: action.level(),
        former: action.is_former(),
        keys: names(&mut action.condition_keys()),
        uses: action
            .uses()
            .map(|usage| DraftUse {
                resource_type: usage.resource_type.name().to_owned(),
                required: usage.required,
                keys: names(&mut usage.condition_keys()),
            })
            .collect(),
        dependents: action.dependents().map(|one| one.to_string()).collect(),
    };
    let services = catalog.services().map(|service| DraftService {
        prefix: service.prefix().to_owned(),
        title: service.title().to_owned(),
        resource_control: service.has_resource_control(),
        keys: names(&mut service.condition_keys()),
        resource_types: service
            .resource_types()
            .map(|one| DraftResourceType {
                name: one.name().to_owned(),
                formats: one
                    .formats()
                    .map(|format| format.text().to_owned())
                    .collect(),
                keys: names(&mut one.condition_keys()),
            })
            .collect(),
        actions: service.actions().map(action).collect(),
    });
    Draft {
        version: catalog.version().to_owned(),
        date: catalog.date().to_owned(),
        sources: catalog.sources().collect(),
        services: services.collect(),
        keys: catalog
            .condition_keys()
            .map(|key| DraftKey {
                name: key.name().to_owned(),
                value_type: key.value_type(),
                many: key.has_many(),
            })
            .collect(),
    }
}
