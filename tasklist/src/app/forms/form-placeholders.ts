/** form-js asks "Search" in English in every list that can be searched; each asks in the reader's language instead. */
export function speakPlaceholders(host: HTMLElement, search: string): void {
  for (const input of host.querySelectorAll<HTMLInputElement>('.fjs-form-field-select input, .fjs-form-field-taglist input')) {
    if (input.placeholder) input.placeholder = search;
  }
}
