// Keys that are told by how they look, secrets that are told by the word before them, and streets with a number.

/** Each begins behind something that is no letter of a key, and so is looked at once. */
export const keys: { name: string; pattern: RegExp }[] = [
  { name: 'private key', pattern: /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|$)/g },
  { name: 'signed token', pattern: /(?<![\w-])eyJ[\w-]{10,}\.[\w-]{10,}(?:\.[\w-]*)?/g },
  { name: 'key of a payment provider', pattern: /(?<![\w-])(?:sk|pk|rk)_(?:live|test)_\w{8,}/g },
  { name: 'key of a cloud', pattern: /(?<![\w-])(?:AKIA|ASIA)[0-9A-Z]{16}(?![\w-])/g },
  { name: 'token of a code host', pattern: /(?<![\w-])(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,})/g },
  { name: 'token of a chat', pattern: /(?<![\w-])xox[abeprs]-[\w-]{10,}/g },
  { name: 'key of a maps or mail provider', pattern: /(?<![\w-])(?:AIza[\w-]{30,}|SG\.[\w-]{16,}\.[\w-]{16,}|whsec_[\w+/=-]{16,})/g },
]

const names =
  'password|passwort|passcode|passphrase|pass\\s?word|passwd|pwd|kennwort|mot de passe|contraseña|senha|palavra-passe|パスワード|暗証番号|pin(?:[ -]?code)?|tan|otp|cvv2?|cvc2?|security code|sicherheitscode|code de sécurité|código de seguridad|api[ _-]?key|secret(?:[ _-]?key)?|access[ _-]?token|auth[ _-]?token|token|bearer'
/** "password: hunter2", "PIN is 4455", "Bearer abc…". */
export const told = new RegExp(
  `(?<![\\p{L}\\p{N}])(${names})(\\s{0,3}(?:[:=：]|\\b(?:is|was|ist|war|lautet|est|es|é)\\b|は)\\s{0,3}["'“„«]?|\\s(?=[\\w-]{16}))([^\\s"'“”„«»,;]{3,200})`,
  'giu',
)

const capital = "\\p{Lu}[\\p{L}'’.-]{1,25}"
/** Conservative: a number beside a name that is written like one, and the word for a street. */
export const streets: RegExp[] = [
  new RegExp(
    `(?<![\\p{L}\\p{N}])\\d{1,5}[a-zA-Z]?,? (?:${capital} ){1,3}(?:Street|Str|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Square|Crescent|Terrace|Close|Parkway|Highway)(?![\\p{L}\\p{N}])`,
    'gu',
  ),
  /(?<![\p{L}\p{N}])\p{Lu}[\p{L}-]{2,30}(?:straße|strasse|str\.|weg|platz|allee|gasse|damm|ufer) \d{1,4}(?: ?[a-z])?(?![\p{L}\p{N}])/gu,
  /(?<![\p{L}\p{N}])\d{1,4}(?: ?bis| ?ter)?,? (?:rue|avenue|boulevard|place|chemin|allée|impasse|quai) (?:(?:de|du|des|la|le|les) |(?:de l|d|l)['’]){0,3}\p{Lu}[\p{L}'’-]{1,30}/gu,
  /(?<![\p{L}\p{N}])(?:Calle|C\/|Avenida|Av\.|Plaza|Paseo|Rua|Travessa|Praça|Largo) (?:(?:de|del|la|las|los|el|da|do|das|dos) ){0,3}\p{Lu}[\p{L}'’-]{1,30}(?: \p{Lu}[\p{L}'’-]{1,30}){0,2},? (?:n[.ºo°]{0,2} ?)?\d{1,5}(?![\p{L}\p{N}])/gu,
]
