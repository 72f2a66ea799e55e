/** How a notice looks, in the app and in its preview. */
export const noticeStyle =
  ':host{all:initial;display:block;position:sticky;top:0;z-index:2147483000}section{font:15px/1.45 system-ui,sans-serif;display:flex;gap:12px;align-items:flex-start;padding:12px 16px;background:#fff3dd;color:#4d2f00;border-bottom:3px solid #8a5300}section.investigating{background:#fdeceb;color:#5c130e;border-color:#b3261e}section.resolved{background:#e5f5ec;color:#0d3d27;border-color:#176b43}div{flex:1;min-width:0;overflow-wrap:anywhere}p{margin:2px 0 0}strong{font-weight:650}a{color:inherit;font-weight:600}button{font:inherit;font-weight:600;background:none;border:2px solid currentColor;border-radius:8px;color:inherit;cursor:pointer;padding:4px 10px;min-height:32px}a:focus-visible,button:focus-visible{outline:3px solid currentColor;outline-offset:2px}@media print{:host{display:none}}'

/**
 * What a company puts into its own app: `<script src="…/in-app.js" data-brand data-account data-proof async>`. A banner above everything, in a tree of its own, so that
 * neither the page's style nor ours leaks; read out by screen readers, closed by its button or Escape, shown again when there is something newer.
 */
export const widgetScript = `(()=>{const me=document.currentScript;const {brand,account,proof}=me.dataset;const home=new URL(me.src).origin;
const ask=home+'/in-app/'+encodeURIComponent(brand)+'?account='+encodeURIComponent(account)+'&proof='+encodeURIComponent(proof);
const host=document.createElement('leeward-notice');const root=host.attachShadow({mode:'open'});
const style='<style>${noticeStyle}</style>';
const closed=new Set(JSON.parse(sessionStorage.getItem('leeward-closed')||'[]'));const told=new Set();
const node=(name,text)=>{const made=document.createElement(name);made.textContent=text;return made};
const draw=(notices)=>{const open=notices.filter((each)=>!closed.has(each.id));root.innerHTML=style;
for(const each of open){const box=document.createElement('section');box.className=each.phase;box.lang=each.language;box.setAttribute('role','status');
const text=document.createElement('div');const first=node('p','');first.append(node('strong',each.phaseText+': '+each.title));text.append(first);
for(const line of [each.must,each.workaround||each.can,each.next])if(line)text.append(node('p',line));
const more=node('a','\\u2192 '+new URL(each.url).host);more.href=each.url;more.target='_blank';more.rel='noopener';const last=node('p','');last.append(more);text.append(last);
const close=node('button','\\u2715');close.setAttribute('aria-label','Close');close.onclick=()=>{closed.add(each.id);sessionStorage.setItem('leeward-closed',JSON.stringify([...closed]));draw(notices)};
box.onkeydown=(event)=>{if(event.key==='Escape')close.onclick()};box.append(text,close);root.append(box)}
if(open.length&&!host.isConnected)document.body.prepend(host);if(!open.length)host.remove();
const fresh=open.map((each)=>each.id).filter((id)=>!told.has(id));if(fresh.length&&document.visibilityState==='visible'){fresh.forEach((id)=>told.add(id));
fetch(home+'/in-app/'+encodeURIComponent(brand)+'/seen',{method:'POST',keepalive:true,body:new URLSearchParams({account,proof,ids:fresh.join(',')})}).catch(()=>{})}};
let shown='';const look=()=>fetch(ask).then((answer)=>answer.ok?answer.json():null).then((said)=>{if(!said)return;const{notices}=said;const now=JSON.stringify(notices);if(now!==shown){shown=now;draw(notices)}}).catch(()=>{});
const begin=()=>{look();setInterval(()=>{if(document.visibilityState==='visible')look()},60000);document.addEventListener('visibilitychange',()=>{if(document.visibilityState==='visible'){look();draw(JSON.parse(shown||'[]'))}})};
document.body?begin():addEventListener('DOMContentLoaded',begin)})()
`
