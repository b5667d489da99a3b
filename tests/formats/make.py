"""Writes the files of this folder again, by other programs than ours. See README.md."""
import zipfile, tarfile, gzip, io, os, subprocess, sys, time
root=sys.argv[1]
CARD="4111111111111111"; SSN="078-05-1120"
CSV=f"name,card\nA,{CARD}\nB,5555555555554444\n"
JSON='{"customer":{"ssn":"%s"}}\n'%SSN
def p(*a): return os.path.join(root,*a)
os.environ["TZ"]="UTC"
import shutil
def run(*a, **k): subprocess.run(a, check=True, **k)
d="work"; shutil.rmtree(d, ignore_errors=True); os.makedirs(d+"/in/deep"); os.chdir(d)
open("in/cards.csv","w").write(CSV); open("in/deep/customer.json","w").write(JSON)
for f in ["in/cards.csv","in/deep/customer.json","in/deep","in"]: os.utime(f,(1e9,1e9))
# gzip CLI
run("gzip","-kn9","in/cards.csv"); a=open("in/cards.csv.gz","rb").read()
open(p("gzip","cards.csv.gz"),"wb").write(a)
open("more.csv","w").write("C,378282246310005\n"); b=subprocess.run(["gzip","-n"],input=open("more.csv","rb").read(),stdout=subprocess.PIPE,check=True).stdout
open(p("gzip","two_members.csv.gz"),"wb").write(a+b)
buf=io.BytesIO()
with gzip.GzipFile(filename="customer.json",mode="wb",fileobj=buf,mtime=0) as g: g.write(JSON.encode())
open(p("gzip","named_in_header"),"wb").write(buf.getvalue())
os.remove("in/cards.csv.gz")
# zip CLI
run("zip","-qrX",p("zip","info_zip.zip"),"in")
run("zip","-qrX","-P","password",p("zip","encrypted.zip"),"in/cards.csv")
run("zip","-qX",p("zip","encrypted.zip"),"in/deep/customer.json")
os.symlink("cards.csv","in/link.csv")
run("zip","-qXy",p("zip","symlink.zip"),"in/link.csv","in/cards.csv")
os.remove("in/link.csv")
with open(p("zip","streamed.zip"),"wb") as out:
    r=subprocess.Popen(["zip","-qX","-","-"],stdin=subprocess.PIPE,stdout=out); r.communicate(CSV.encode())
# python zipfile
def zi(n): return zipfile.ZipInfo(n,(2001,9,9,1,46,40))
class Unseekable(io.RawIOBase):
    def __init__(s,f): s.f=f
    def writable(s): return True
    def write(s,b): return s.f.write(b)
with open(p("zip","data_descriptors.zip"),"wb") as f:
    with zipfile.ZipFile(Unseekable(f),"w",zipfile.ZIP_DEFLATED) as z:
        i=zi("cards.csv"); i.compress_type=zipfile.ZIP_DEFLATED; z.writestr(i,CSV); i=zi("customer.json"); i.compress_type=zipfile.ZIP_DEFLATED; z.writestr(i,JSON)
with zipfile.ZipFile(p("zip","zip64.zip"),"w",zipfile.ZIP_DEFLATED) as z:
    with z.open(zi("cards.csv"),"w",force_zip64=True) as f: f.write(CSV.encode())
import warnings; warnings.simplefilter("ignore")
with zipfile.ZipFile(p("zip","odd_names.zip"),"w") as z:
    for n in ["../../etc/passwd.csv","/absolute.csv","cards.csv","cards.csv","ñandú/ü.csv","a\\b.csv"]: z.writestr(zi(n),CSV)
with zipfile.ZipFile(p("zip","methods.zip"),"w") as z:
    for n,m in [("stored.csv",0),("deflated.csv",8),("bzip2.csv",12),("lzma.csv",14)]:
        i=zi(n); i.compress_type=m; z.writestr(i,CSV)
# tar
T=["tar","--sort=name","--owner=0","--group=0","--numeric-owner","--mtime=@1000000000"]
long="d"*90+"/"+"e"*90
os.makedirs("in/"+long); open("in/"+long+"/cards.csv","w").write(CSV)
for fmt in ["gnu","pax","v7","ustar"]:
    src="in" if fmt in("gnu","pax") else "in/cards.csv"
    run(*T,"--format="+fmt,"-cf",p("tar",fmt+".tar"),src)
shutil.rmtree("in/"+"d"*90)
run(*T,"-czf",p("tar","cards.tar.gz"),"in/cards.csv","in/deep/customer.json")
with open("sparse.csv","wb") as f:
    f.write(CSV.encode()); f.seek(1<<20); f.write(b"D,6011111111111117\n"); f.truncate(3<<20)
for fmt,ver in [("gnu",None),("pax","0.0"),("pax","0.1"),("pax","1.0")]:
    a=T+["--format="+fmt]+(["--sparse-version="+ver] if ver else [])
    run(*a,"-cSf",p("tar","sparse_%s%s.tar"%(fmt,"_"+ver if ver else "")),"sparse.csv")
os.symlink("cards.csv","in/symlink.csv"); os.link("in/cards.csv","in/hardlink.csv"); os.mkfifo("in/pipe")
run(*T,"-cf",p("tar","links.tar"),"in"); os.remove("in/symlink.csv"); os.remove("in/hardlink.csv"); os.remove("in/pipe")
with tarfile.open(p("tar","python_pax.tar"),"w",format=tarfile.PAX_FORMAT) as t:
    i=tarfile.TarInfo("ñ"*60+"/cards.csv"); i.size=len(CSV); t.addfile(i,io.BytesIO(CSV.encode()))
# nested
with zipfile.ZipFile(p("zip","nested.zip"),"w") as z:
    inner=io.BytesIO()
    with zipfile.ZipFile(inner,"w") as y: y.writestr(zi("b.tar.gz"),open(p("tar","cards.tar.gz"),"rb").read())
    z.writestr(zi("a.zip"),inner.getvalue())
    z.writestr(zi("plain.csv"),CSV)
# xml
import xml.etree.ElementTree as E
c=E.Element("customers")
for n,s in [("A & B",SSN),("C","219-09-9999")]:
    e=E.SubElement(c,"customer",{"card":CARD}); E.SubElement(e,"name").text=n; E.SubElement(e,"ssn").text=s
E.indent(c); E.ElementTree(c).write(p("xml","customers.xml"),encoding="utf-8",xml_declaration=True)
E.ElementTree(c).write(p("xml","customers_utf16.xml"),encoding="utf-16",xml_declaration=True)
# what stands beside content: extra fields, comments, folders; owners, links, folders
import struct, zlib
def field(n,b): return struct.pack("<HH",n,len(b))+b
def uni(n,of,text): return field(n,b"\1"+struct.pack("<I",zlib.crc32(of))+text)
with zipfile.ZipFile(p("zip","extra_fields.zip"),"w") as z:
    i=zi("a.txt"); i.comment=b"plain"
    i.extra=field(0x5455,b"\3"+bytes(8))+uni(0x7075,b"a.txt",b"4012888888881881.txt")+uni(0x6375,b"plain",b"for 5105105105105100")
    z.writestr(i,"words\n")
    i=zi("b.txt"); i.extra=field(0xCAFE,b"\0\1for 5555555555554444")+uni(0x7075,b"b.txt",b"b.txt"); z.writestr(i,"words\n")
    z.writestr(zi("378282246310005/"),""); z.writestr(zi("full/"),""); z.writestr(zi("full/c.txt"),"words\n")
    i=zi("last/"); i.comment=b"6011111111111117"; z.writestr(i,"")
with tarfile.open(p("tar","owners_pax.tar"),"w",format=tarfile.PAX_FORMAT,pax_headers={"ORG.note":"for 4012888888881881"}) as t:
    def add(n,b=b"words\n",**k):
        i=tarfile.TarInfo(n); i.size=len(b)
        for a,v in k.items(): setattr(i,a,v)
        t.addfile(i,io.BytesIO(b))
    add("a.txt",uname="5105105105105100",gname="staff"); add("b.txt",uname="5105105105105100",gname="5555555555554444"+"é"*20)
    add("378282246310005/",b"",type=tarfile.DIRTYPE); add("full/",b"",type=tarfile.DIRTYPE); add("full/c.txt",pax_headers={"mtime":"6011111111111117 at noon"})
os.makedirs("own/empty-30569309025904"); open("own/a.txt","w").write("words\n"); os.symlink("x/4012888888881881.txt","own/link"); os.symlink("y"*100+"/5105105105105100","own/link2")
run("tar","--sort=name","--owner=5555555555554444:0","--group=378282246310005:0","--mtime=@1000000000","--format=gnu","-cf",p("tar","owners_gnu.tar"),"own")
