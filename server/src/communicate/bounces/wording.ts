// What mail systems write when they refuse a mail, by what it means. Families of sentences that many systems share; none is for one system.
import type { Reason } from './bounces.ts'

/** In this order: what is said of the sender's set-up or of the mail goes before what is said of the address, since such answers often name both. */
const families: [Reason, RegExp][] = [
  ['spam', /(due to|because of|for|as) spam\b|(reject|refus|block)\w*\b.{0,50}\bspam\b|spam classification|likely (unsolicited|spam)/],
  [
    'not-authenticated',
    /\bdmarc\b|\bspf\b.{0,40}(fail|check|reject|policy|record|valid|pass|authentic|not)|(fail|reject|violat|pass|not allowed|according|due|evaluat).{0,40}\b(spf|dkim)\b|\bdkim\b.{0,40}(fail|reject|policy|invalid|not|miss)|unauthenticated (e-?mail|message|sender)|(message|mail|sender).{0,40}fail(s|ed|ing)? .{0,20}authentication (check|requirement)|sender (id|policy) .{0,20}(fail|reject|check)|is not (an? )?(allowed|permitted|authorized) (mail )?(sender|host|mailer)|does not designate|is not authori[sz]ed to send mail/,
  ],
  [
    'no-reverse-name',
    /\b(rdns|fcrdns)\b|\bptr\b|reverse.{0,3}(dns|name|host|lookup|address|address lookup|mapping|record|client)|(forward|reverse)[- ]confirm|without (a )?(valid )?(sender domain|host ?name)|(can(no|'?)t|could(n'?t| not)|unable to) (find|resolve|look ?up|determine) (your|the) (reverse )?(host ?name|ip|client)|client host rejected: (cannot|could not) find|(domain name|hostname|host name) (of|for) (your|the) (ip|server|client)|lookup .{0,20}by address|ip (address )?(does not|doesn't|has no|must) .{0,20}(resolve|dns|name)|dns.{0,20}mismatch|hostname verif|client .{0,60}name (does not|doesn't) (resolve|match)|unverif\w+ sending ip|mismatch(es)? (the )?client ip/,
  ],
  ['too-fast', /receiving mail at a rate|(daily|hourly|sending) (sending |message |mail )?(quota|limit)|ratelimit/],
  ['system-full', /insufficient system (storage|resources)|mail ?system full/],
  [
    'policy',
    /(reject|denied|block|not (allowed|accepted|permitted)|prohibited|forbidden).{0,60}attachment|attachment.{0,60}(reject|denied|block|not (allowed|accepted|permitted)|prohibited|forbidden)/,
  ],
  ['blocked', /(helo|ehlo)( command)? (was )?(rejected|invalid|denied)|(^|\s)blocked,? ?(-|–)? ?see\b|grey ?list/],
  ['network', /connection (was )?(refused|reset|dropped|lost|closed)|lost connection|no route to host/],
  [
    'network',
    /host name lookup failure|(host not found|name service error).{0,30}try again|temporary (dns|lookup|name)|dns.{0,20}(servfail|temporar)|could not contact dns|unexpected name server reply|malformed name server/,
  ],
  [
    'filtered',
    /recipient'?s? preference|user rules|(blocked|rejected|refused|declined) by the (recipient|user|addressee)|recipient id refuse|is protected by|message filtered|user reject|rst\.notauthorized|only accepting mail from/,
  ],
  ['security', /authentication (is )?required|authrequired|must (first )?authenticate|authentication failure|you don't authenticate/],
  ['system', /loops back to (myself|itself)|queue file write error|local configuration error|(server|system|mail system) config(uration)? error/],
  ['expired', /did( not|n't) accept our requests to connect|socket error/],
  [
    'spam',
    /(black ?listed|blocked|listed|bad|spam|suspicious|malicious|forbidden) (url|link|uri|web ?site)|(url|link|uri)s? .{0,30}(black ?list|block ?list|surbl|uribl|\bdbl\b)|\b(uribl|surbl)\b/,
  ],
  ['policy', /(reject|denied|block|refus|not accept)\w* (for|due to|by|because of)[a-z ,]{0,30}polic(y|ies)|policy (violation|reasons?|rejection)/],
  ['bad-reputation', /(due to|because of|of|low|poor|bad) (the |its |your )?(ip |domain |sender |sending )*reputation|user complaints/],
  [
    'blocked',
    /messages? from [~[(]?\d+\.\d+\.\d+\.\d+.{0,20}(weren't sent|deferred|block|reject|refus)|banned sending ip|(blocked|listed) (by|using|in|at|on) .{0,40}(dnsbl|\brbl|spamhaus|spamcop|black ?list|block ?list)/,
  ],
  [
    'sender-rejected',
    /\b(sender|return[- ]?path|envelope from|mail from|from)( address| domain| header|:)?( ~)?[^.]{0,40}?(address )?(rejected|verif|must exist|does not exist|unrout|unresolv|is invalid|domain is invalid|not resolve|domain not found|invalid domain)|unrout(e)?able sender|from an address that|sending this from a different address|responsible address|rejected mail from|(invalid|bad|unknown|unverified|null|blocked|rejected|refused) sender|sender was rejected|server rejected mail from/,
  ],
  [
    'unknown-user',
    /\buser unknown\b|recipient address rejected: access denied|no valid recipients?|\bunknown (local )?(user|recipient|mailbox|account|address)\b|no such (user|recipient|mailbox|account|address|person|local)|\b(user|recipient|mailbox|account)( address)?( ~)? (was )?(not found|does ?n[o']t exist|not exist|not known|is unknown|unknown|nonexistent)|no mailbox here|recip(ient)?notfound|not a (known|valid|registered) (user|recipient|mailbox)|invalid (final delivery )?(recipient|mailbox|user ?id|user)\b|(ディレクトリ|ユーザー?|アドレス|リスト).{0,40}(ありません|存在しません|見つかりません)|mailbox unavailable \(|(account|mailbox)( has been| was| is)? (terminated|deleted|closed|removed)/,
  ],
  [
    'virus',
    /(infected|contain(s|ed|ing)?|detect(s|ed)?|found|carr(y|ies)|suspected?|block(ed)?|reject(ed)?).{0,40}(virus|malware|trojan|\bworm\b|malicious)|(virus|malware|trojan|\bworm\b|malicious (content|code|file|url|attachment)|signature).{0,40}(detected|found|reject|infected|scan|blocked|exists|failed)|antivirus/,
  ],
  [
    'mailbox-full',
    /(mail ?box|mailfolder|inbox|maildrop|account|user|recipient|storage|mail ?dir|disk|message file|postfach|boîte|buzón|caixa).{0,45}(is |are |was |has been |has )?(full|over ?quota|exceed|exhausted|voll|pleine|lleno|cheia|too big|out of space|no space)|(mail ?box|maildir|user|account|disk|storage|mail)[ -]?(over )?quota|(over|exceed(s|ed|ing)?|out of|beyond|reached|above|past|insufficient|not enough|no|lack of|too little) .{0,40}(\bquota|storage|disk space|mail ?box (size|space|limit)|mail space|space (left|available|for|in|on))|quota.{0,30}(exceed|full|exhaust|violation|reached|limit|overflow|met\b)|overquota|over ?quota|too much mail data|mailfull|user is over|would exceed mailbox|allowable space|no room|full mailbox|mailbox full|would (cause|put|be).{0,30}over|容量|一杯/,
  ],
  [
    'moved',
    /(user|address|mail ?box|recipient|account|person|has|have|we) .{0,25}\bmoved\b|mail address is changed|address (has|have|was) (been )?(changed|replaced)|(has|new) (a )?new (e-?mail )?address|new address|no longer (uses|using|used|at|use) .{0,60}(please|instead|use|try)|please (try|use|send to|forward to) .{0,20}(instead|new)|user not local.{0,10}please try|moved (to|permanently)/,
  ],
  [
    'suspended',
    /(mail ?box|account|user|recipient|address|domain|e-?mail|customer|subscriber).{0,45}(suspend|disabled|deactivat|inactiv|frozen|blocked for|locked|expired|not (currently )?(active|activated|enabled)|unavailable due|discontinued|dormant|on hold|restricted temporarily|temporarily (blocked|locked|disabled|inactive))|(suspended|disabled|inactive|deactivated|locked|dormant|frozen|discontinued|non-?active) (mail ?box|account|user|recipient|address|domain)|invalid\/inactive|out of service|vdelivermail: account is locked|boite du destinataire archivee|no longer active|is not active/,
  ],
  [
    'unknown-host',
    /(host|domain|mail domain|server)( name)? .{0,45}(unknown|not found|not exist|n't exist|invalid|unroute?able|no such|not resolv|non-?exist|cannot be resolved|could not be found|lookup fail|is wrong)|(unknown|invalid|no such|non-?existent|bad|illegal|unroute?able|undefined|unresolvable|unrouteable mail) (destination |recipient |mail |e-?mail )?(host|domain|server|mail server|system)|name or service not known|nxdomain|name ?server.{0,10}host not found|(could(n'?t| not)|can(no|'?)t|unable to|failed to) (be )?(find|locate|look ?up|resolve|determine|route).{0,30}(host|domain|mx|mail exchange|address record)\b|domain (is )?(not|n't) (found|exist|registered|reachable|valid)|dns (error|lookup).{0,60}(not found|no such|fail|does not exist|nxdomain|domain name)|host or domain name|illegal host\/domain|all relevant mx records point to non-existent|no (a |mx )?(address |dns )?records?|bad destination (system|host)|recipient domain|address family not supported/,
  ],
  [
    'no-mail-accepted',
    /(domain|host|server|system|address|we|user|machine) .{0,20}(does|do|will)(n't| not) (accept|receive) (any |incoming )?(e-?)?mail|null ?mx|no mail (is )?accepted|accepts no mail|not accepting (any )?(e-?)?mail|smtp protocol returned a permanent error|no (smtp|mail) service|mail (exchanger|host) .{0,10}(or|and) ip|not (a )?mail (server|host|domain)|mail receiving disabled|name server: \.: host not found/,
  ],
  [
    'relaying-denied',
    /relay(ing)?( (access|mail|is|not|operation))? ?(denied|prohibited|not (permitted|allowed|accepted)|rejected|refused|disallowed|forbidden|blocked)|(unable|not (allowed|permitted|authori[sz]ed)|refus|won'?t|reject|will not|cannot|can't|don't|do not|no|denied|disallow)[a-z ]{0,25}\brelay|open relay|not (a )?(one of my domains|gateway|local host)|that domain isn't in my list of allowed rcpthosts|not local host .{0,20}gateway|insecure mail relay/,
  ],
  [
    'too-many-connections',
    /(too many|maximum|concurrent|exceed|number of|excess|simultaneous).{0,40}(connection|session|simultaneous|concurrent)|connections? (rate|limit|count)|all available ips are at maximum connection|connection.{0,30}(limit|exceed|throttl)/,
  ],
  [
    'too-fast',
    /frequency limit|too (many|fast|frequent|quick|much) ?(messages|mail|e-?mails|sending|recent|requests|recipients this|unauthenticated|times)?.{0,30}(rate|hour|minute|day|recently|sent|from your|per|limit|slow|second)|(message|sending|mail|send|e-?mail|receiving|recipient).{0,12} rate.{0,20}(limit|exceed|control|high)|rate[- ]limit|throttl|sending (limit|too)|slow down|(deferred|delayed) due to (too many|excessive|unexpected) (messages|volume)|excessive (rate|volume)|temporarily rate|unusual rate/,
  ],
  ['expired', /queue too long|queue\.expired|message expired|delivery time expired|retry time ?out exceeded|(not|yet) (been )?delivered (within|after|for) \d/],
  [
    'too-large',
    /(message|mail|e-?mail|size|attachment|header|body|content|letter|data|msg).{0,40}(too (big|large)|exceed.{0,30}(size|limit|maximum|allow)|larger than|size limit|over .{0,15}(size|limit)|max(imum)? .{0,20}size)|max(imum)? (message|mail|allowed|permitted|attachment) size|size (of|for) (this |the )?(message|mail).{0,40}(exceed|limit|large)|size (limit|violation)|(too (big|large)|oversized?|exceeds?) .{0,30}(message|mail|size|e-?mail)|line limit exceeded|mesgtoobig|too large|(message|line) too long/,
  ],
  [
    'bad-reputation',
    /(poor|bad|low|negative|insufficient|no|of|due to|based on|questionable) .{0,30}reputation|reputation.{0,40}(low|poor|bad|block|reject|score|denied|fail|neutral|limit|is)|low-reputation|temporarily rate limited due to ip reputation|is (on|in|listed).{0,15}reputation/,
  ],
  [
    'spam',
    /(message|mail|content|e-?mail|transaction|it|this|letter|post).{0,60}(\bspam|\bube\b|\buce\b|\bjunk|unsolicited|\bbulk|mail rejete|looks like|phish)|(\bspam|junk|unsolicited|\bube\b|\buce\b|phish(ing)?)[ -]?(mail|message|content|detected|score|like|e-?mail|filter|rule|check|block|reject|threshold|bulk|level|not accepted|is|was|rejected)|(suspected|probable|possible|identified|classified|detected|appears|considered|scored|tagged|marked|reject(ed)?|refused|denied|blocked) .{0,35}(as |to be |for |by )?(an? )?(\bspam|junk|unsolicited|phish)|(not accept|no) (spam|unsolicited)|spamassassin|bogofilter|rejected due to (content|spam)|high.{0,10}probability.{0,10}spam|mail content denied|url.{0,30}(blacklist|block|listed)|antispam|against .{0,20}spam|mail rejete/,
  ],
  [
    'blocked',
    /(\bip\b|ip address|client host|your host|connections?|helo|ehlo|ipv6|network|subnet|\[\d[\d.:a-f]+\]|\d+\.\d+\.\d+\.\d+).{0,70}(block|black ?list|denied|ban(ned)?\b|reject|refus|deny|listed|not (allowed|permitted|accepted|welcome|authori[sz]ed)|prohibited|weren't sent|bad|dynamic|blacklisted|restricted|suspicious|abus|untrusted)|(block|black ?list|ban(ned)?\b|denied|reject|refus|deny|listed|dropp|denying|because of|bad|invalid).{0,40}(\bip\b|ip address|client host|your host|sending host|connection|mail server|your server|\[\d[\d.:a-f]+\]|\bhelo\b|\behlo\b|\bdnsbl\b|\brbl\b|spamhaus|spamcop|sorbs|barracuda|server)|\b(dnsbl|rbl|rbls|dnsrbl)\b|black ?list|blocklist|block ?list|spamhaus|spamcop|(name|helo|ehlo) .{0,12}(was )?rejected|access (from|for) .{0,40}(denied|block|refused)|invalid (helo|ehlo|domain name)|messages? from .{0,60}(temporarily deferred|weren't sent|blocked|rejected)|denied by|go away|(use|via) (the |your )?(smtp|mail|outgoing)( mail)? server (of|from) your|your (isp|provider)'?s? (smtp|mail|outgoing)|you are not allowed to connect|service refused|bad sender ip|banned sending|part of their network|no access from mail server|not accepted from (servers|this)|we do not accept mail from (hosts|this|dynamic)|dynamic.{0,20}(ip|address|host|pool)|greylist.{0,10}block|command rejected|user-?ids? .{0,10}are not|mail from .{0,40}(blocked|black)|sender .{0,40}(blacklist|blocked)|(your|the) (e-?mail|message|sender|address|domain) .{0,30}(has been|is|was) (blocked|blacklisted|banned)/,
  ],
  [
    'sender-rejected',
    /(sender|from|mail from|return[- ]?path|reverse[- ]path|envelope|originator|\bmail from\b).{0,70}(reject|denied|refus|not (exist|allow|permit|accept|found|valid|verified|resolve|known|authori[sz]ed)|n't exist|invalid|unknown|verif(y|ication)|failed|unroutable|unresolv|unqualified|bounce|required|must|no such|black|ban|could not|domain|bad|does not)|(reject|denied|refus|invalid|unknown|bad|verify|unverified|illegal|not accept|unable to verify|badly formed|null|empty|fully qualified|restricted|unauthori[sz]ed|unrecogni[sz]ed).{0,30}(sender|mail from|from address|return[- ]path|originator|envelope)|(you|sender|they|not|have|n't).{0,30}(permission|permitted|authori[sz]ed|allowed|privilege).{0,40}(to |for )?(send|post|mail|e-?mail|message|group|list|recipient|submit)|(posting|post|send|submit).{0,20}(restricted|not (allowed|permitted)|permission)|access denied|no authorization|only (members|subscribers|accepts)|(does not|will not) accept (mail|messages|bounces) from|domain .{0,40}(owner|sender) .{0,20}(reject|discourage)|(reverse|backscatter|bounce).{0,20}(not accept|reject)|undisclosed|administrative prohibition|prohibited by administrator|not a member|delivery .{0,12}(not authori[sz]ed|restricted)|rejected by the (recipient|user)|recipient .{0,30}(reject|refus|only accept|not accepting mail from)/,
  ],
  // The word for “permission”, as notices in many languages have it.
  [
    'sender-rejected',
    /permiss|permiso|permesso|permis de|berechtig|autoris[ée]|אישור|הרשאה|अनुमति|مجوز|إذن|δικαίωμα|άδεια|権限|권한|权限|權限|разрешен|uprawnie|oprávněn|oprávneni|jogosult|\bizni|toestemming|tillåt|behörighet|tilladelse|tillatelse|oikeu|quyền|สิทธิ์|дозв[іо]л|permisiun|dovoljen|dopuštenj|leidim|atļauj|izin\b/,
  ],
  [
    'unknown-user',
    /(user|mail ?box|recipient|account|addressee|address|mailbox|alias|local part|person|name|destination|customer|subscriber|member|receiver|login|e-?mail|id|utilisateur|destinataire|empf(ä|ae)nger|benutzer|usuario|usuário|адрес\w*|получател\w*|пользовател\w*|ящик\w*).{0,50}(unknown|not (be )?(found|exist|known|listed|valid|recogni[sz]ed|here|deliverable|local|a valid|a known|an? (active|existing|valid)|in (the|our)|on (this|our))|does ?n['o]?t? ?(exist|have|match)|n't (exist|have|found|match|a valid)|no(t)? (such|longer)|invalid|unavailable|undeliverable|nonexist|non-exist|incorrect|rejected: user|cannot be found|could ?n.t be (found|delivered)|isn't (a |in |valid|known)|was ?n.t found|inconnu|introuvable|n'existe pas|unbekannt|nicht (gefunden|bekannt|vorhanden)|no existe|desconocido|não (existe|encontrad)|sconosciut|inesistente|onbekend|не (существует|найден)|не зарегистрирован|nonexistent|has been (deleted|removed|closed|terminated)|deleted|is closed|closed|terminated|removed)|(unknown|no such|invalid|nonexistent|non-existent|bad|no|not a (valid|known|local|recogni[sz]ed)|incorrect|undefined|unrecogni[sz]ed|unable to find|cannot find|can't find|could ?n.t find|did ?n.t find|not find|no known|undeliverable|illegal|does ?n.t have|not have|not an? (existing|active)|isn't a (valid|known)|no valid|wrong|inexistent|user) (destination |local |mail ?|e-?mail |such |forward |recipient |of |the |that |a |an |with |delivery |to )*(user|mail ?box|recipient|account|address|addressee|alias|local[- ]part|person|name|forwarding|pop account|receiver|customer|subscriber|unknown|not found|id)\b|unrout(e)?able address|mailbox unavailable|\baddress rejected\.?$|recipnotfound|recipientnotfound|usernotfound|mailbox does not|no mailbox (here )?by that name|not (listed )?in .{0,30}(address book|directory|user|alias|recipient|virtual|local|domino)|(your|this|the) (envelope )?recipient|unknownuser|user[_-]?unknown|bad[- ]mailbox|this address no longer|there is no (one|user|mailbox|account|such)|does not like recipient|recipient (address )?(has been )?(reject|refus|denied)|ldap lookup.{0,20}(not|fail)|no longer (an? )?(valid|exists|available|with|employed|works|on server|accept)|undeliverable address|delivery to the following recipients? (was|were) refused|is not known|no imap mailbox|no account|見つかりません|存在しません|addresses? (is|was|were) not found|user doesn/,
  ],
  [
    'security',
    /authenticat(ion|e) (is )?(required|failed|failure|turned|not enabled)|must authenticate|smtp auth|(not|un)[ -]?authori[sz]ed|starttls|encryption (is )?(required|needed)|\btls\b .{0,20}(required|negotiation|handshake|fail|not)|certificate|security (policy|violation|problem|error|reasons)|credentials|insecure|login (is )?required|you are not authenticated|5\.7\.\d+ authrequired/,
  ],
  [
    'policy',
    /(policy|policies|rule|guideline|compliance|local|administrat)[a-z ]{0,25}(reject|violat|reason|block|prevent|prohibit|restrict|refus|denied|den(y|ies)|not allow|does not permit|issue|problem|filter|match|fail)|(reject|violat|block|prohibit|refus|denied|due to|because of|against|disallow|contrary|by|for).{0,40}(polic(y|ies)|rules?\b|guidelines)|(attachment|file|file ?type|extension|file ?name|character set|charset|language|zip|archive|password).{0,50}(not allowed|not permitted|prohibit|forbidden|denied|block|reject|not accept|disallow|banned|illegal|restricted)|(prohibited|banned|forbidden|blocked|disallowed|denied|illegal) (attachment|file|content|extension|word)|suspicious|email (was )?rejected per|not permitted|you have exceeded.{0,40}(message|recipient)|too many (bad|invalid)|closed mailing list/,
  ],
  [
    'not-compliant',
    /rfc ?\d{3,4}|(not|non)[- ]?rfc|bare (lf|linefeed|cr|newline)|duplicate (header|from|message-id)|(missing|no|invalid|multiple|malformed|bad) .{0,30}(message-?id|from header|date header|from:|header|headers)|header .{0,30}(missing|invalid|malformed|required|syntax)|8-?bit|not (properly )?formatted|malformed|stray (cr|lf|newline)/,
  ],
  [
    'expired',
    /expired|timed? ?out|time-?out|(retry|retries|delivery|queue|life) ?(time ?out|time limit|limit|period|time)? ?(has |was |been )*(exceed|expir|exhaust|elapsed|failed \d+ attempts)|(could ?n.t|could not|cannot|can't|was not|not|unable to|n't) (be )?(been )?deliver(ed)? (for|within|in|after|to .{0,40} (for|within|after)).{0,30}(second|minute|hour|day|attempt|\d)|(been|waiting|stayed|remained|too long|more than \d+).{0,40}(in|on) the (mail )?queue|too long in|queue too long|giving up|gave up|given up (after|on)|will not be retried|(delivery )?(attempts?|tries|retries) (failed|exceeded|exhausted|were unsuccessful)|failed \d+ attempts|(maximum|max) (number of )?(retries|attempts|retry)|unable to deliver (message )?(in|for|within|after)|not (been )?(yet )?(been )?delivered (yet|for|after|within|in)|has (not yet|been) (been )?(delayed|delivered)|delayed|time ?out (period|exceed)|tried to deliver this message, without success|not accept (our )?(requests to connect|connection)|host is not responding|not respond|(dns|mx|mail server|server).{0,40}(not respond|unreachable|unavailable|down)|unable to (be )?connect|retry time(out)? not reached|retry timeout|resources temporarily unavailable|all hosts .{0,30}(have been )?failing|mail(box)? server is (down|unavailable)/,
  ],
  [
    'network',
    /(connection|conversation|session|network|socket|transfer|link|route|routing|hop|loop|connect|conversations?|circuit)s? .{0,45}(refused|reset|closed|lost|dropped|fail|error|unreachable|broken|abort|died|exceeded|interrupted|detected|too many)|(no|host|network|port|destination).{0,15} (route to|unreachable|not reachable|is down)|(too many|maximum|excessive|max) (hops?|received|hop ?count|redirect|loops?|forward)|(mail|routing|forwarding|message|delivery|possible|likely|email)[ -]?(is )?(in a )?loop|loop(s|ed|ing)? (back|detected|to)|hop count|forwarded more than|no route|couldn't establish|(unable|fail(ed|ure)?|could not|error) (to |in |while |with )?(connect|communicat|reach|contact|open)|i\/o error|loops back to myself|mail for .{0,40} loops|broken pipe|lost connection|ended (the )?connection|ssl|broken|name service error/,
  ],
  [
    'system-full',
    /(system|server|disk|file ?system|spool|partition|host|mail system).{0,25}(full|out of|no space|insufficient)|insufficient system (storage|resources)|requested mail action not taken: mailsystem full|no space left|out of memory|enough (disk )?space on the server/,
  ],
  [
    'mailer',
    /(pipe|filter|command|program|delivery agent|transport|procmail|local mailer|child|mailer).{0,60}(exit|status|error|fail|died|returned|return code|signal|terminated|crash|not execut)|x-unix;? ?\d|exit (status|code)|return(ed)? (status|code|error)? ?\d+ from|(local|address) (delivery|pipe|file) fail|pipe to \|?|pipe:|generated by|can('| )?not (exec|open|create|write)|(child|service) (process|unavailable) fail|smtp mailer|mail(er)? error|failed to (read|open|create|write)|user (rule|filter|script)|command (died|output|failed|time)/,
  ],
  [
    'system',
    /(system|server|internal|local|software|configuration|config|unexpected|processing|database|mail ?system|backend|ldap|lookup|application|unknown|dns|storage|queue|disk|mta|directory).{0,30}(error|fail|problem|failure|unavailable|misconfig|trouble|not available|out of order|maintenance|exception|down|incorrect|overload|busy|bug|crash)|misconfigur|unable to contact|internal (error|server)|can('| )?t create|(service|server|system|mail) .{0,20}(unavailable|not available|temporarily|busy)|(resource|resources|insufficient|lookup|cannot|unable).{0,40}(temporarily|resource|file|memory|unavailable)|local configuration|couldn't (read|open|write)|(i\/o|read|write) error|mx (list|record).{0,25}(point|loop|myself|local)|mail for .{0,60} loops back|data format error|config(uration)? error|too busy|load (average|too)/,
  ],
  [
    'content',
    /(content|mime|encod|character|body|conversion|format|part|multipart|header|subject|envelope).{0,45}(invalid|not (support|accept|allow|valid)|unsupported|error|illegal|malformed|bad|required|fail|reject)|(invalid|illegal|bad|malformed|unsupported|improper).{0,25}(content|mime|encod|character|header|subject|format|body)|smtputf8|message (content )?(is )?(invalid|not valid|filtered|malformed)/,
  ],
  [
    'syntax',
    /syntax|(command|verb|parameter|argument|sequence).{0,25}(not (recogni|implement|allow|support)|unrecogni|unknown|bad|invalid|out of|rejected|unimplement|error)|(bad|invalid|unrecogni[sz]ed|unknown|unimplemented|unexpected|out of|improper|nested|illegal) .{0,12}(sequence|command|verb|parameter|argument|smtp|address syntax|mail|rcpt|data)|need (mail|rcpt)|(mail|rcpt) (first|required)|protocol (error|violation)|no (valid|recipient)/,
  ],
  [
    'filtered',
    /(not accept|reject|refus|block|filter|discard|deni).{0,40}(by|filter|rule|recipient|user|preference|setting)|recipient (setting|preference|rule)|(user|recipient|their).{0,40}(filter|rejects?|refuse|block|decline|only accept)|blocked by|filter|bounced by|unsubscribed|undeliverable/,
  ],
]

/** The first family that knows what is said; addresses, links and codes are taken out first, for they are not what is said. */
export function reasonOfText(text: string): Reason | undefined {
  const said = whatIsSaid(text)
  return said.length < 3 ? undefined : families.find(([, words]) => words.test(said))?.[0]
}

/** At which point of the conversation the mail was refused, where that is said. */
export function stageIn(text: string): Stage | undefined {
  const found = stages.flatMap(([stage, words]) => [...text.matchAll(words)].map((match) => ({ stage, at: match.index })))
  return found.sort((one, other) => other.at - one.at)[0]?.stage
}
export type Stage = 'connection' | 'sender' | 'recipient' | 'data'
const stages: [Stage, RegExp][] = [
  [
    'connection',
    /after initial connection|(in reply to|after|following|>>>|for) .{0,10}\b(helo|ehlo|connect)\b|my name was rejected|while (connected|connecting) (to|from)/gi,
  ],
  ['sender', /(in reply to|after|following|>>>|for|error from) .{0,10}\bmail from\b|sender was rejected|rejected mail from/gi],
  [
    'recipient',
    /(in reply to|after|following|>>>|<<<|for|at|error from|most progress was) .{0,30}\brcpt\b|does not like recipient|rejected (the )?recipient|bad-mailbox/gi,
  ],
  [
    'data',
    /(in reply to|after|following|>>>) .{0,12}(end of )?\b(data|bdat)\b|for (data|text) command|after (i sent|sending|transmi\w+) (the )?(message|data|body)/gi,
  ],
]

/** Lines that are long beyond any sentence are cut: patterns with gaps in them are looked for in short texts only. */
const whatIsSaid = (text: string): string =>
  text
    .slice(0, 6_000)
    .toLowerCase()
    .replace(/https?:\/\/[^\s>]{1,300}/g, ' ')
    .replace(/<?["']?[^\s<>@"'(),;:]{1,80}@[a-z0-9.[\]-]{1,120}["']?>?/g, ' ~ ')
    .replace(/\bhost [a-z0-9.-]{1,120} ?\[[\da-f.:]{3,60}\]:?/g, ' ')
    .replace(/(?<![\d.])[245]\d\d[ -][245]\.\d{1,3}\.\d{1,3}(?![\d.])/g, ' ')
    .replace(/[‘’`]/g, "'")
    .replace(/\s+/g, ' ')
    .trim()
