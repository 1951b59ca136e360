/** A request that the gateway itself refuses, before the engine sees it: INVALID_ARGUMENT. */
export class BadRequest extends Error {}
