const lengthMax = 120;

/**
 * The name of an upload as it may be shown: without folders, control and direction-changing characters, at most 120
 * characters with the extension kept; `file` where nothing is left.
 */
export function cleanFileName(name: string): string {
  const last = decodeUploadName(name).normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const clean = last.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '').trim().replace(/^\.+/, '');
  return shorten(clean) || 'file';
}

/**
 * The name that the browser meant. The multipart parser hands UTF-8 bytes over as Latin-1 characters; a name that has
 * other characters, or whose bytes are no UTF-8, was right already.
 */
export function decodeUploadName(name: string): string {
  if (!/^[\0-\xff]*$/.test(name)) return name;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(name, 'latin1'));
  } catch {
    return name;
  }
}

/** The extension in lower case without its dot; '' where there is none. */
export function extensionOf(name: string): string {
  return /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
}

function shorten(name: string): string {
  const characters = [...name];
  if (characters.length <= lengthMax) return name;
  const end = /\.[^.]{1,10}$/.exec(name)?.[0] ?? '';
  return characters.slice(0, lengthMax - [...end].length).join('') + end;
}
