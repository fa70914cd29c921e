import json, os, sys, types
def warm_up(): pass
def run(fd):
    def read(n):
        b=b''
        while len(b)<n:
            c=os.read(fd,n-len(b))
            if not c: os._exit(1)
            b+=c
        return b
    n=int.from_bytes(read(5)[:4],'little')
    job=json.loads(read(n))
    status=0; code=0; out=b''
    try:
        for f in job['files']:
            os.makedirs(os.path.dirname(os.path.join('.',f['path'])),exist_ok=True)
            with open(f['path'],'x') as h: h.write(f['contents'])
        os.environ.update(job['env'])
        with open('/src/code.py','w') as h: h.write(job['code'])
        m=types.ModuleType('function'); sys.modules['function']=sys.modules['__main__']=m
        exec(compile(job['code'],'/src/code.py','exec'),m.__dict__)
        v=m.execute(job['input'])
        out=json.dumps(v).encode()
    except BaseException as e:
        sys.__excepthook__(type(e),e,e.__traceback__.tb_next); status=2; code=1
    sys.stdout.flush(); sys.stderr.flush()
    p=bytes([status])+code.to_bytes(4,'little',signed=True)+out
    os.write(fd,len(p).to_bytes(4,'little')+b'\2'+p)
    os._exit(code)
