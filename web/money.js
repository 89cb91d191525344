// Money is whole paise, and stays whole: it is formatted through BigInt and never becomes a fraction.

/** `₹1,00,000.50`: three digits, then twos; no decimals where there are no paise. `paise` is an integer. */
export function formatPaise(paise) {
  const value = BigInt(paise);
  const magnitude = value < 0n ? -value : value;
  const rupees = (magnitude / 100n).toString();
  const rest = magnitude % 100n;
  const head = rupees.slice(0, -3).replace(/\B(?=(\d{2})+$)/g, ',');
  const grouped = head ? `${head},${rupees.slice(-3)}` : rupees;
  return `${value < 0n ? '−' : ''}₹${grouped}${rest ? `.${rest.toString().padStart(2, '0')}` : ''}`;
}

/** The same without its sign, for amounts whose direction is said in words. */
export function formatMagnitude(paise) {
  const value = BigInt(paise);
  return formatPaise(value < 0n ? -value : value);
}
