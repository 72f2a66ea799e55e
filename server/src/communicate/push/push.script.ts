/** In the page: asks the browser for permission only when its button is pressed, and tells us where it wants its notices. */
export const pageScript = `const box=document.querySelector('[data-push]');const say=(key)=>{box.querySelector('[role=status]').textContent=box.dataset[key]};
const [on,off]=box.querySelectorAll('button');const show=(is)=>{on.hidden=is;off.hidden=!is;say(is?'on':'off')};
const bytes=(text)=>Uint8Array.from(atob(text.replace(/-/g,'+').replace(/_/g,'/')),(letter)=>letter.charCodeAt(0));
const tell=async(path,body)=>{const answer=await fetch(path,{method:'POST',headers:{'content-type':'application/json'},body:JSON.stringify(body)});if(!answer.ok)throw new Error(String(answer.status))};
if(!('serviceWorker' in navigator)||!('PushManager' in window)){on.hidden=off.hidden=true;say('cannot')}else{
const ready=navigator.serviceWorker.register('/push/worker.js',{scope:'/'}).then(()=>navigator.serviceWorker.ready);
const known=async()=>(await ready).pushManager.getSubscription();
known().then((found)=>show(Boolean(found)&&localStorage.getItem('push:'+location.pathname)==='on'),()=>say('failed'));
on.addEventListener('click',async()=>{on.disabled=true;try{
if(await Notification.requestPermission()!=='granted')return say('denied');
const wanted=(await known())??await (await ready).pushManager.subscribe({userVisibleOnly:true,applicationServerKey:bytes(box.dataset.key)});
await tell('push-subscriptions',wanted.toJSON());localStorage.setItem('push:'+location.pathname,'on');show(true)
}catch{say('failed')}finally{on.disabled=false}});
off.addEventListener('click',async()=>{off.disabled=true;try{
const found=await known();if(found)await tell('push-subscriptions/removal',{endpoint:found.endpoint});localStorage.removeItem('push:'+location.pathname);show(false)
}catch{say('failed')}finally{off.disabled=false}})}
`

/** In the browser, without the page: shows what arrives, and opens the page when it is pressed. */
export const workerScript = `self.addEventListener('push',(event)=>{let said={};try{said=event.data.json()}catch{}
event.waitUntil(self.registration.showNotification(said.title||'',{body:said.body||'',tag:said.tag,lang:said.lang,renotify:Boolean(said.tag),data:{url:said.url}}))});
self.addEventListener('notificationclick',(event)=>{event.notification.close();const url=event.notification.data&&event.notification.data.url;
if(url&&new URL(url).origin===self.location.origin)event.waitUntil(self.clients.openWindow(url))});
self.addEventListener('install',()=>self.skipWaiting());self.addEventListener('activate',(event)=>event.waitUntil(self.clients.claim()));
`
