import { describe, expect, test } from 'vitest'
import { processorWatch } from '../../../../../journeys/support/processor-time.ts'
import { mailHtml } from './mail-html.ts'

describe('The HTML of a mail', () => {
  test.each([
    '<script>alert(1)</script>Hi',
    '<img src=x onerror=alert(1)>Hi',
    '<svg><script>alert(1)</script></svg>Hi',
    '<svg/onload=alert(1)>Hi',
    '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>Hi',
    '<a href="javascript:alert(1)">Hi</a>',
    '<a href="jav&#x09;ascript:alert(1)">Hi</a>',
    '<a href=" &#14; javascript:alert(1)">Hi</a>',
    '<a href="data:text/html,<script>alert(1)</script>">Hi</a>',
    '<a href="vbscript:x">Hi</a>',
    '<a href="//evil.example">Hi</a>',
    '<a href="https://bank.example@evil.example/">Hi</a>',
    '<iframe src="https://evil.example"></iframe>Hi',
    '<iframe srcdoc="<script>alert(1)</script>">Hi</iframe>',
    '<form action="https://evil.example"><input name="password"><button>Go</button></form>Hi',
    '<meta http-equiv="refresh" content="0;url=https://evil.example">Hi',
    '<base href="https://evil.example/">Hi',
    '<link rel="stylesheet" href="https://evil.example/x.css">Hi',
    '<style>@import "https://evil.example/x.css"; body{background:url(https://evil.example/x)}</style>Hi',
    '<p style="background:url(https://evil.example/x)">Hi</p>',
    '<p style="width:expression(alert(1))">Hi</p>',
    '<table background="https://evil.example/x"><tr><td>Hi</table>',
    '<video src="https://evil.example/x" poster="https://evil.example/y"></video>Hi',
    '<object data="https://evil.example/x"></object><embed src="https://evil.example/x">Hi',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">Hi</p></noscript>Hi',
    '<textarea></textarea/><img src=x onerror=alert(1)></textarea>Hi',
    '<xmp><img src=x onerror=alert(1)></xmp>Hi',
    '<img srcset="https://evil.example/x 1x" src="data:image/svg+xml;base64,PHN2Zz4=">Hi',
    '<p id="x" class="leeward-admin" name="y" data-quoted="this" onclick="a()">Hi</p>',
    '<!--[if gte mso 9]><script>alert(1)</script><![endif]-->Hi',
    '<div data-remote="javascript:1" data-cid="x">Hi</div>',
    '<img data-remote="https://evil.example/auto" alt="Hi">Hi',
  ])('lets nothing run, load or lead astray: %s', (html) => {
    const { written, quoted } = mailHtml(html) as { written: string; quoted: string }
    expect(written).toContain('Hi')
    expect(quoted).toBe('')
    expect(written).not.toMatch(
      /<(script|style|svg|math|iframe|form|input|button|meta|base|link|video|object|embed|noscript|textarea|xmp|template)|\s(on\w+|src|srcset|background|poster|id|class|name|action|data-quoted|data-remote)=|script:|data:|url\(|expression|evil\.example/i,
    )
  })
  test('keeps what people write with', () =>
    expect(mailHtml('<h2>Hi</h2><p style="color:red;font-weight:bold">a <b>b</b></p><ul><li>c</ul><table><tr><td colspan="2">d</table>')?.written).toBe(
      '<h2>Hi</h2><p style="font-weight:bold">a <b>b</b></p><ul><li>c</li></ul><table><tr><td colspan="2">d</td></tr></table>',
    ))
  test('links open elsewhere and tell nobody where they stood', () =>
    expect(mailHtml('<a href="https://acme.example/a?b=1&amp;c=2" target="x">Acme</a>')?.written).toBe(
      '<a href="https://acme.example/a?b=1&amp;c=2" rel="noopener noreferrer nofollow" target="_blank">Acme</a>',
    ))
  test('a link that shows another address than its own cannot be pressed, and is told of', () => {
    const { written, notes } = mailHtml('<a href="https://evil.example/login">https://bank.example/login</a>') as { written: string; notes: string[] }
    expect(written).not.toContain('href')
    expect(written).toContain('title="https://evil.example/login"')
    expect(notes.join()).toMatch(/shows https:\/\/bank\.example\/login leads to evil\.example/)
    expect(mailHtml('<a href="https://www.bank.example/login">bank.example</a>')?.written).toContain('href')
  })
  test('pictures wait until somebody asks for them; those nobody can see are left out', () => {
    const { written, remoteImages, notes } = mailHtml(
      '<img src="https://acme.example/a.png" alt="A lamp" width="300"><img src="cid:logo%401"><img src="https://track.example/x.gif" width=1 height=1>',
    ) as NonNullable<ReturnType<typeof mailHtml>>
    expect(written).toBe('<img alt="A lamp" width="300" data-remote="https://acme.example/a.png"><img data-cid="logo@1"><img width="1" height="1">')
    expect(remoteImages).toBe(1)
    expect(notes.join()).toMatch(/nobody can see/)
  })
  test.each([
    [
      'Gmail',
      '<div dir="ltr">No.</div><br><div class="gmail_quote"><div class="gmail_attr">On Tue … wrote:</div><blockquote class="gmail_quote">Old</blockquote></div>',
    ],
    ['Apple Mail', '<div>No.</div><blockquote type="cite"><div>Old</div></blockquote>'],
    ['Thunderbird', '<div class="moz-cite-prefix">Am … schrieb:</div><blockquote type="cite">Old</blockquote><p>No.</p>'],
    ['Outlook on the web', '<div>No.</div><hr><div id="divRplyFwdMsg"><b>From:</b> Acme</div><div>Old</div>'],
    [
      'Outlook',
      '<p>No.</p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in"><p><b>From:</b> Acme</p></div></div><p>Old</p>',
    ],
    ['Yahoo', '<div>No.</div><div id="ydp1yahoo_quoted" class="yahoo_quoted">Old</div>'],
    ['Proton', '<div>No.</div><div class="protonmail_quote">Old</div>'],
    ['a signature', '<div>No.</div><div class="gmail_signature">Old</div>'],
  ])('tells apart what is quoted, as marked by %s', (_, html) => {
    const found = mailHtml(html)
    expect(found?.written).toContain('No.')
    expect(found?.written).not.toContain('Old')
    expect(found?.quoted).toContain('Old')
  })
  test('harmless HTML stays what it is when it is read again', () => {
    const once = mailHtml('<p>a &lt;b&gt; &amp;amp; <a href="https://acme.example/">x</a></p>')?.written as string
    expect(mailHtml(once)?.written).toBe(once)
  })
  test.each([
    ['tags that never close', '<b>'.repeat(300_000)],
    ['tags that close what is not open', '<b>'.repeat(60_000) + '</i>'.repeat(60_000)],
    ['blocks in blocks', '<div>'.repeat(100_000) + '</p>'.repeat(50_000)],
    ['tables in tables', '<table><tr><td>'.repeat(60_000)],
    ['angles', '<'.repeat(1_000_000)],
    ['half a tag, often', '<a href="'.repeat(200_000)],
    ['attributes', `<a ${'b=1 '.repeat(300_000)}>`],
    ['styles', '<p style="font-weight:bold;color:red">'.repeat(15_000)],
    ['one style', `<p style="${'a:b;'.repeat(200_000)}">`],
    ['comments', '<!--'.repeat(200_000)],
    ['links in links', '<a href="https://a.example">b'.repeat(20_000)],
    ['frames', '<iframe>'.repeat(60_000)],
  ])('made to be slow is read in a moment: %s', (_, html) => {
    const spent = processorWatch()
    mailHtml(html)
    expect(spent()).toBeLessThan(2_500)
  })
})
