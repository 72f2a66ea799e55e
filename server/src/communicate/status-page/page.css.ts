/** The status page's whole style; small, so that the page is one file. Contrast is at least 4.5:1 in both schemes. */
export const style = `
:root{--ink:#1a2233;--soft:#566074;--paper:#fff;--line:#dde2ea;--good:#176b43;--goodbg:#e5f5ec;--warn:#8a5300;--warnbg:#fff3dd;--bad:#b3261e;--badbg:#fdeceb;--link:#1a56b8}
@media(prefers-color-scheme:dark){:root{--ink:#e8ecf3;--soft:#a5afc2;--paper:#10151f;--line:#2a3344;--good:#7fd6a7;--goodbg:#12301f;--warn:#f2c063;--warnbg:#332509;--bad:#ff9d94;--badbg:#3b1512;--link:#8ab8ff}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:46rem;margin:0 auto;padding:2rem 1.25rem 4rem}h1{font-size:1.35rem;margin:0 0 1.25rem}h2{font-size:1.1rem;margin:2rem 0 .6rem}h3{font-size:1rem;margin:0 0 .4rem}h4{font-size:.85rem;margin:.8rem 0 .1rem;color:var(--soft);font-weight:600}
p{margin:.2rem 0 .6rem}a{color:var(--link)}a:focus-visible{outline:3px solid var(--link);outline-offset:2px}small,.quiet,time{color:var(--soft);font-weight:400;font-size:.9rem}
.state{font-size:1.25rem;font-weight:650;padding:1rem 1.1rem;border-radius:10px;border:1px solid transparent}
.state-none{background:var(--goodbg);color:var(--good)}.state-minor{background:var(--warnbg);color:var(--warn)}.state-major,.state-critical{background:var(--badbg);color:var(--bad)}
.services,.past{list-style:none;margin:0;padding:0;border:1px solid var(--line);border-radius:10px}.services li,.past li{display:flex;justify-content:space-between;gap:1rem;padding:.7rem 1rem;border-top:1px solid var(--line)}
.services li:first-child,.past li:first-child{border-top:0}.services small{display:block}.badge{font-weight:600;white-space:nowrap}
.badge-operational{color:var(--good)}.badge-degraded_performance{color:var(--warn)}.badge-partial_outage,.badge-major_outage{color:var(--bad)}
.incident{border:1px solid var(--line);border-left:5px solid var(--good);border-radius:10px;padding:1rem 1.1rem;margin:1.25rem 0}.incident-minor{border-left-color:var(--warn)}.incident-major,.incident-critical{border-left-color:var(--bad)}
.incident h2{margin:0}.update{border-top:1px solid var(--line);padding-top:.9rem;margin-top:.9rem}.part-must{background:var(--badbg);padding:.5rem .8rem;border-radius:8px}.part-must h4{color:var(--bad);margin-top:0}
.next{font-weight:600}footer{margin-top:2.5rem}
@media print{main{max-width:none}}`
