const digits = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const places = ['', '拾', '佰', '仟'];
const groups = ['', '万', '亿', '万亿'];

/** Four digits in upper-case Chinese; inner zeros collapse into one 零. */
function groupToChinese(group: number): string {
  let text = '';
  for (let place = 3; place >= 0; place--) {
    const digit = Math.floor(group / 10 ** place) % 10;
    if (digit > 0) text += `${digits[digit]}${places[place]}`;
    else if (text && group % 10 ** place > 0 && !text.endsWith('零')) text += '零';
  }
  return text;
}

function yuanToChinese(yuan: number): string {
  let text = '';
  let isGap = false;
  for (let index = groups.length - 1; index >= 0; index--) {
    const group = Math.floor(yuan / 10_000 ** index) % 10_000;
    if (group === 0) {
      isGap = text !== '';
      continue;
    }
    if (text && (isGap || group < 1000)) text += '零';
    text += groupToChinese(group) + groups[index];
    isGap = false;
  }
  return text;
}

/** The upper-case Chinese figure that payment law asks for: fen `10900000` -> `壹拾万玖仟元整`. */
export function chineseAmount(fen: number): string {
  if (!Number.isSafeInteger(fen) || fen < 0) throw new RangeError(`not an amount of fen: ${fen}`);
  const yuan = Math.floor(fen / 100);
  const jiao = Math.floor(fen / 10) % 10;
  const rest = fen % 10;
  if (fen === 0) return '零元整';
  const whole = yuan > 0 ? `${yuanToChinese(yuan)}元` : '';
  if (jiao === 0 && rest === 0) return `${whole}整`;
  const tenths = jiao > 0 ? `${digits[jiao]}角` : whole ? '零' : '';
  return rest > 0 ? `${whole}${tenths}${digits[rest]}分` : `${whole}${tenths}整`;
}
