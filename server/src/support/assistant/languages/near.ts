// Meanings that go together: who speaks of one often asks for another. Each line is a meaning and what it hints at, half as strongly as itself.
const table = `
spain: foreign currency travel region
portugal: foreign currency region
poland: foreign currency region
japan: foreign currency region
france: foreign currency region
germany: region
austria: foreign currency region
switzerland: foreign currency region
italy: foreign currency region
britain: foreign currency region
netherlands: foreign currency region
belgium: foreign currency region
denmark: foreign currency region
sweden: foreign currency region
norway: foreign currency region
finland: foreign currency region
czechia: foreign currency region
hungary: foreign currency region
croatia: foreign currency region
slovenia: foreign currency region
greece: foreign currency region
turkey: foreign currency region
usa: foreign currency region
brazil: foreign currency region
mexico: foreign currency region
foreign: currency roaming passport
currency: foreign price
rent: standingorder transfer late
standingorder: transfer rent
transfer: money bank send recipient iban
money: transfer pay cash refund
send: transfer delivery
atm: cash card
cash: atm
pin: card code password
card: pin pay block
mislaid: lost block lostproperty theft
lost: block mislaid lostproperty
theft: block stolen mislaid
stolen: leak block hackers
leak: data stolen hackers hole
hackers: leak stolen data hole
data: leak
snapped: replacement damaged
swallow: atm replacement
replacement: card exchange
newphone: app device install
phone: app device newphone sim
app: device phone
moving: address contract
address: moving
nameofperson: name
name: nameofperson
child: age
age: child
partner: joint share
joint: share partner
employee: permission user rights company
permission: rights user employee
rights: permission user
user: employee permission
company: firm
firm: company
tax2: tax proof
tax: tax2 invoice
proof: form confirm inform late
statement: invoice export download
invoice: statement pay
phishing2: phishing
phishing: phishing2 calling code
calling: phishing2 phishing
code: pin twofactor password phishing2
unauthorised: directdebit debit refund
directdebit: debit bank
debit: directdebit pay double
purchase: order pay virtual
virtual: purchase
instant: transfer
undo: cancel return change
cancel: close cancelled refund
close: cancel remove
cancelled: cancel refund outage
rebook: change booking ticket
booking: ticket seat
ticket: booking train fare
train: ticket delay late
plane: ticket luggage airport booking
bus: train missedstop
ship: booking ticket
station: train
airport: plane
connection: train late
missedstop: bus closed
luggage: plane weight
bicycle: train ticket
animal: ticket
seat: booking
seasonpass: ticket
hotel: booking trip
trip: booking plane hotel
passport: foreign identity
identity: passport
health: insurance
insurance: cancel trip
deposit2: pay price booking
travelgroup: booking
stranded: hotel late cancelled
strike: late cancelled
storm: late cancelled closed
late: delay refund
delay: late
queue: late delay
closed: missedstop outage
power: outage meter
gas: heating meter
heating: repair technician
water: outage
meter: consumption power
installment: pay price
solar: power meter
charging: car battery power
car: charging parking
router: internet web network
internet: router network
network: internet signal
signal: network roaming
sim: phone replacement
roaming: foreign datavolume
datavolume: roaming limit
keepnumber: phone
technician: appointment repair
appointment: technician schedule
shoes: size return
clothes: size return
size: return exchange
damaged: return repair warranty
repair: warranty damaged
stock: order
basket: voucher pay
voucher: basket price
expiry: voucher deadline
deadline: return cancel
assembly: delivery
folder: attachment share
attachment: folder limit
crash: errorcode restart outage
errorcode: crash outage
decline: pay card outage
reserved: pay decline
outage: fix decline
fix: outage
supplier: leak
watchdog: authority inform
authority: watchdog
table2: data
recall: damaged safe
hours: weekend calling
weekend: hours
letter: letters2
limit: raise size
raise: limit
savings: interest money
interest: savings overdraft
overdraft: interest
paycash: cash atm
contract: cancel moving
subscription: plan cancel
plan: price contract change
newsletter: email switchoff
notification: switchoff message
login: password account
reset: password pin
`
const lines = table
  .trim()
  .split('\n')
  .map((line) => line.split(/:?\s+/))

/** What a meaning hints at. */
export const nearOf: ReadonlyMap<string, ReadonlySet<string>> = new Map(lines.map(([name, ...near]) => [name as string, new Set(near)]))
