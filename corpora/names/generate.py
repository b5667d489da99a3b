"""Tables with names and addresses of Faker's people in eighteen locales, and tables that look alike.

    python3 -m venv venv && venv/bin/pip install faker==40.54.0
    venv/bin/python corpora/names/generate.py DIRECTORY

DIRECTORY.truth.json says how many names and how many addresses each file holds. Faker is seeded, yet some
Italian names differ from run to run. Whoever chose the headings knew the detectors: no blind set.
"""

import collections
import csv
import json
import pathlib
import random
import sys

from faker import Faker

R = random.Random(5)
out = pathlib.Path(sys.argv[1])
out.mkdir(parents=True)
L={'en_US':('first_name','last_name','street_address'),'en_GB':('Given Name','Surname','Address Line 1'),'de_DE':('Vorname','Nachname','Straße'),'fr_FR':('prénom','nom_de_famille','rue'),'es_ES':('nombre_de_pila','apellidos','calle'),'it_IT':('nome_proprio','cognome','via'),'nl_NL':('voornaam','achternaam','straat'),'pl_PL':('imię','nazwisko','ulica'),'pt_PT':('primeiro_nome','apelido','morada'),'sv_SE':('förnamn','efternamn','gatuadress'),'da_DK':('fornavn','efternavn','vejnavn'),'fi_FI':('etunimi','sukunimi','lähiosoite'),'cs_CZ':('křestní jméno','příjmení','ulice'),'hu_HU':('keresztnév','vezetéknév','utca'),'ro_RO':('prenume','nume de familie','strada'),'hr_HR':('ime','prezime','adresa'),'sk_SK':('krstné meno','priezvisko','adresa'),'sl_SI':('ime','priimek','naslov')}
full={'en_US':'name','en_GB':'full_name','de_DE':'Name','fr_FR':'nom complet','es_ES':'nombre y apellidos','it_IT':'nominativo','nl_NL':'naam','pl_PL':'imię i nazwisko','pt_PT':'nome','sv_SE':'namn','da_DK':'navn','fi_FI':'nimi','cs_CZ':'jméno a příjmení','hu_HU':'név','ro_RO':'nume','hr_HR':'ime i prezime','sk_SK':'meno','sl_SI':'ime in priimek'}
adr={'en_US':'address','en_GB':'home_address','de_DE':'Anschrift','fr_FR':'adresse','es_ES':'dirección','it_IT':'indirizzo','nl_NL':'adres','pl_PL':'adres','pt_PT':'endereço'}
truth=collections.defaultdict(lambda:[0,0])
for loc,(a,b,c) in L.items():
    Faker.seed(7); f=Faker(loc)
    n=100
    with open(out/f'{loc}_parts.csv','w') as fh:
        w=csv.writer(fh); w.writerow(['id',a,b,c,'city','amount'])
        for i in range(n):
            s=f.street_address().replace('\n',', '); w.writerow([i,f.first_name(),f.last_name(),s,f.city(),R.randint(1,999)])
    truth[f'{loc}_parts.csv']=[2*n,n]
    rows=[{full[loc]:f.name(),adr.get(loc,'address'):f.address().replace('\n',', '),'company':f.company(),'city':f.city()} for i in range(n)]
    with open(out/f'{loc}_full.csv','w') as fh:
        w=csv.DictWriter(fh,rows[0].keys()); w.writeheader(); w.writerows(rows)
    with open(out/f'{loc}_full.jsonl','w') as fh:
        for r in rows: fh.write(json.dumps({'id':1,'person':r},ensure_ascii=False)+'\n')
    for e in('csv','jsonl'): truth[f'{loc}_full.{e}']=[n,n]
# decoys
def dec(name,head,rows):
    with open(out/name,'w') as fh:
        w=csv.writer(fh); w.writerow(head); w.writerows(rows)
    truth[name]=[0,0]
W=['Oak','Blue','Victoria','Jasmine','Oxford','Madison','Rice','Table','Chair','Sponge','Lamp','Paris','Desk','Rose','Steel','Green','Lisa','Sofa','Cotton','Shirt']
dec('d_products.csv',['sku','name','price'],[[i,' '.join(R.sample(W,2)),i] for i in range(300)])
dec('d_products2.csv',['sku','product_name','address'],[[i,' '.join(R.sample(W,2)),'0x%08x'%R.getrandbits(32)] for i in range(300)])
dec('d_servers.csv',['name','ip_address','address','mac address'],[[R.choice(['web','db','mars','luna','atlas','anna'])+'-%02d'%i,'10.0.0.%d'%i,'10.1.0.%d'%i,'00:1a:2b:3c:4d:%02x'%(i%256)] for i in range(200)])
f=Faker('en_US'); 
dec('d_company.csv',['name','city','email address','user','file name'],[[f.company(),f.city(),f.email(),f.user_name(),f.file_name()] for i in range(200)])
dec('d_cities.csv',['name','country'],[[f.city(),f.country()] for i in range(200)])
(out/'d_news.txt').write_text('\n'.join(f.paragraph() for _ in range(300))); truth['d_news.txt']=[0,0]

pathlib.Path(str(out) + ".truth.json").write_text(json.dumps(truth, indent=1))
