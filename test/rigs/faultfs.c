// A mount with faults for tests, needs fuse3 and libfuse3-dev:
//   gcc faultfs.c -o faultfs $(pkg-config --cflags --libs fuse3)
// faultfs: FUSE3 passthrough with runtime faults. usage: faultfs -f -o allow_other,... MNT ; env BACK=dir CTL=file
// CTL text lines (re-read when mtime changes):  OPS ERRNO|hang|delay:MS  PROB%  [PATHSUBSTR]   e.g. "write,fsync ENOSPC 100 .tmp"
#define FUSE_USE_VERSION 31
#define _GNU_SOURCE
#include <fuse3/fuse.h>
#include <stdio.h>
#include <string.h>
#include <stdlib.h>
#include <errno.h>
#include <unistd.h>
#include <fcntl.h>
#include <dirent.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/file.h>
#include <sys/xattr.h>
#include <pthread.h>
#include <time.h>
static const char *back,*ctl; static struct rule{char ops[128];int err;int hang;int delay;int pct;char sub[128];}R[32]; static int nR; static struct timespec last; static pthread_mutex_t mu=PTHREAD_MUTEX_INITIALIZER;
static struct {const char*n;int e;} E[]={{"EIO",EIO},{"ENOSPC",ENOSPC},{"EDQUOT",EDQUOT},{"ESTALE",ESTALE},{"EROFS",EROFS},{"EACCES",EACCES},{"EMFILE",EMFILE},{"ENOENT",ENOENT},{"EEXIST",EEXIST},{"ETIMEDOUT",ETIMEDOUT},{"EINTR",EINTR},{"EAGAIN",EAGAIN},{"EFBIG",EFBIG},{"EXDEV",EXDEV},{0,0}};
static void load(void){struct stat s; if(stat(ctl,&s)){nR=0;return;} if(s.st_mtim.tv_sec==last.tv_sec&&s.st_mtim.tv_nsec==last.tv_nsec)return; last=s.st_mtim; FILE*f=fopen(ctl,"r"); char l[400]; nR=0; while(f&&fgets(l,400,f)&&nR<32){char o[128],w[64],sub[128]="";int p=100; if(l[0]=='#'||sscanf(l,"%127s %63s %d %127s",o,w,&p,sub)<2)continue; struct rule*r=&R[nR]; memset(r,0,sizeof*r); snprintf(r->ops,128,",%.120s,",o); r->pct=p; strcpy(r->sub,sub); if(!strcmp(w,"hang"))r->hang=1; else if(!strncmp(w,"delay:",6))r->delay=atoi(w+6); else for(int i=0;E[i].n;i++)if(!strcmp(w,E[i].n))r->err=E[i].e; nR++;} if(f)fclose(f);}
static int fault(const char*op,const char*path){char o[40];snprintf(o,40,",%s,",op); for(;;){int hang=0,err=0,d=0; pthread_mutex_lock(&mu); load(); for(int i=0;i<nR;i++)if((strstr(R[i].ops,o)||strstr(R[i].ops,",*,"))&&(!R[i].sub[0]||(path&&strstr(path,R[i].sub)))&&rand()%100<R[i].pct){if(R[i].hang)hang=1;d+=R[i].delay;if(R[i].err)err=R[i].err;} pthread_mutex_unlock(&mu); if(hang){if(fuse_interrupted())return EINTR;usleep(20000);continue;} if(d)usleep(d*1000); return err;}}
#define P char b[4096];snprintf(b,4096,"%s%s",back,p)
#define F(op) {int e_=fault(op,p);if(e_)return -e_;}
#define X(c) return (c)==-1?-errno:0
static int f_getattr(const char*p,struct stat*s,struct fuse_file_info*i){P;F("getattr") if(i)X(fstat(i->fh,s)); X(lstat(b,s));}
static int f_readlink(const char*p,char*o,size_t n){P;F("readlink") ssize_t r=readlink(b,o,n-1); if(r<0)return -errno; o[r]=0; return 0;}
static int f_mkdir(const char*p,mode_t m){P;F("mkdir") X(mkdir(b,m));}
static int f_unlink(const char*p){P;F("unlink") X(unlink(b));}
static int f_rmdir(const char*p){P;F("rmdir") X(rmdir(b));}
static int f_symlink(const char*t,const char*p){P;F("symlink") X(symlink(t,b));}
static int f_rename(const char*a,const char*p,unsigned fl){P;F("rename") char c[4096];snprintf(c,4096,"%s%s",back,a); X(renameat2(AT_FDCWD,c,AT_FDCWD,b,fl));}
static int f_link(const char*a,const char*p){P;F("link") char c[4096];snprintf(c,4096,"%s%s",back,a); X(link(c,b));}
static int f_chmod(const char*p,mode_t m,struct fuse_file_info*i){P;F("chmod") X(chmod(b,m));}
static int f_chown(const char*p,uid_t u,gid_t g,struct fuse_file_info*i){P;F("chown") X(lchown(b,u,g));}
static int f_truncate(const char*p,off_t n,struct fuse_file_info*i){P;F("truncate") if(i)X(ftruncate(i->fh,n)); X(truncate(b,n));}
static int f_utimens(const char*p,const struct timespec t[2],struct fuse_file_info*i){P;F("utimens") X(utimensat(AT_FDCWD,b,t,AT_SYMLINK_NOFOLLOW));}
static int f_open(const char*p,struct fuse_file_info*i){P;F("open") int d=open(b,i->flags); if(d<0)return -errno; i->fh=d; return 0;}
static int f_create(const char*p,mode_t m,struct fuse_file_info*i){P;F("create") int d=open(b,i->flags,m); if(d<0)return -errno; i->fh=d; return 0;}
static int f_read(const char*p,char*o,size_t n,off_t f,struct fuse_file_info*i){F("read") ssize_t r=pread(i->fh,o,n,f); return r<0?-errno:r;}
static int f_write(const char*p,const char*o,size_t n,off_t f,struct fuse_file_info*i){F("write") ssize_t r=pwrite(i->fh,o,n,f); return r<0?-errno:r;}
static int f_statfs(const char*p,struct statvfs*s){P;F("statfs") X(statvfs(b,s));}
static int f_flush(const char*p,struct fuse_file_info*i){F("flush") X(close(dup(i->fh)));}
static int f_release(const char*p,struct fuse_file_info*i){close(i->fh);return 0;}
static int f_fsync(const char*p,int ds,struct fuse_file_info*i){F("fsync") X(ds?fdatasync(i->fh):fsync(i->fh));}
static int f_flock(const char*p,struct fuse_file_info*i,int op){F("flock") X(flock(i->fh,op));}
static int f_readdir(const char*p,void*o,fuse_fill_dir_t fill,off_t off,struct fuse_file_info*i,enum fuse_readdir_flags fl){P;F("readdir") DIR*d=opendir(b); if(!d)return -errno; struct dirent*e; while((e=readdir(d))){struct stat s={.st_ino=e->d_ino,.st_mode=e->d_type<<12}; if(fill(o,e->d_name,&s,0,0))break;} closedir(d); return 0;}
static int f_access(const char*p,int m){P;F("access") X(access(b,m));}
static void*f_init(struct fuse_conn_info*c,struct fuse_config*g){g->use_ino=1;g->nullpath_ok=0;g->entry_timeout=g->attr_timeout=g->negative_timeout=0;g->hard_remove=1;return 0;}
static const struct fuse_operations ops={.init=f_init,.getattr=f_getattr,.readlink=f_readlink,.mkdir=f_mkdir,.unlink=f_unlink,.rmdir=f_rmdir,.symlink=f_symlink,.rename=f_rename,.link=f_link,.chmod=f_chmod,.chown=f_chown,.truncate=f_truncate,.utimens=f_utimens,.open=f_open,.create=f_create,.read=f_read,.write=f_write,.statfs=f_statfs,.flush=f_flush,.release=f_release,.fsync=f_fsync,.flock=f_flock,.readdir=f_readdir,.access=f_access};
int main(int n,char**v){back=getenv("BACK");ctl=getenv("CTL");if(!back||!ctl)return 2;umask(0);return fuse_main(n,v,&ops,0);}
