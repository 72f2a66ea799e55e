/** Shows every time of the page in the reader's own zone, and says which it is. Without it the times are there in the brand's zone. */
export const timesScript = `(()=>{try{const z=Intl.DateTimeFormat().resolvedOptions().timeZone,l=document.documentElement.lang,o={day:'numeric',month:'long',hour:'2-digit',minute:'2-digit',timeZoneName:'short',hourCycle:'h23'};if(!z)return
const f=new Intl.DateTimeFormat(l,o);for(const t of document.querySelectorAll('time[datetime]')){t.title=t.textContent;t.textContent=f.format(new Date(t.dateTime))}
const n=document.querySelector('[data-zone]');if(n){n.textContent=n.dataset.zone.replace('{zone}',z.replaceAll('_',' '));n.hidden=false}}catch{}})()
`
