// Node has WebAssembly; @types/node leaves its types to the DOM library, which server code doesn't load.
declare namespace WebAssembly {
  function instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: Record<string, unknown> } }>;
}
